import {
  type Acl,
  bucketSettings,
  cannedGrants,
  isPublicGrant,
  type ObjectOwnership,
} from "../../policy/index.ts";
import { accessDenied, type Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import type { BucketRowSettings } from "../state/s3-tables.ts";
import { aclOfHeaders } from "./acl-headers.ts";
import { grantsOthers, invalidAclWithOwnership } from "./bucket-acl.ts";
import type { NameCall } from "./s3-call.ts";
import { accountOf } from "./service-operations.ts";

const OWNERSHIP = "x-amz-object-ownership";
const OWNERSHIPS: readonly ObjectOwnership[] = [
  "BucketOwnerEnforced",
  "BucketOwnerPreferred",
  "ObjectWriter",
];

/** What a new bucket is set to by the headers of its request, under the defaults of the world. */
export function newBucketSettings(call: NameCall): BucketRowSettings {
  const account = accountOf(call);
  const { ownership, publicAccessBlock } = bucketSettings(call.lab.world, account);
  const ofAccount = call.lab.s3Control.accountBlocks.get([account]);
  const asked = readOwnership(call);
  const acl = newAcl(call);
  const setting = asked ?? ownership.setting;
  if (acl !== undefined && setting === "BucketOwnerEnforced" && grantsOthers(acl, account)) {
    throw invalidAclWithOwnership();
  }
  if (acl?.some(isPublicGrant) === true) {
    // A setting of the bucket itself is not there yet; that of its account denies, in no words of its own.
    if (publicAccessBlock.bucket.blockPublicAcls) throw invalidAclWithPublicAccessBlock();
    if (ofAccount?.blockPublicAcls === true) throw accessDenied();
  }
  return { ...(asked && { objectOwnership: asked }), ...(acl && { acl }) };
}

/** What these headers take beside making the bucket (API Reference, CreateBucket, Permissions). */
export function newBucketPermissions(call: NameCall, create: Permission): readonly Permission[] {
  const acl = aclOfHeaders(call);
  return [
    ...(acl === undefined || acl === "private" ? [] : [{ ...create, action: "s3:PutBucketAcl" }]),
    ...(readOwnership(call) === undefined
      ? []
      : [{ ...create, action: "s3:PutBucketOwnershipControls" }]),
  ];
}

function newAcl(call: NameCall): Acl | undefined {
  const asked = aclOfHeaders(call);
  const owner = accountOf(call);
  return typeof asked === "string"
    ? cannedGrants(asked, { owner, bucketOwner: owner, on: "bucket" })
    : asked;
}

function readOwnership(call: NameCall): ObjectOwnership | undefined {
  const text = headerOf(call.request, OWNERSHIP);
  const ownership = OWNERSHIPS.find((one) => one === text);
  if (text === undefined || ownership !== undefined) return ownership;
  throw invalidArgument(`Invalid ${OWNERSHIP} header: ${text}`, OWNERSHIP, text);
}

function invalidAclWithPublicAccessBlock(): Refusal {
  return new Refusal({
    code: "InvalidBucketAclWithBlockPublicAccessError",
    status: 400,
    message: "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
  });
}
