import { type Acl, cannedGrants, type CannedAcl, type OwnedObject } from "../../policy/index.ts";
import { type Permission, requirePermission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import { aclDocument, readAclDocument } from "./acl-document.ts";
import { ACL_HEADERS, aclOfHeaders } from "./acl-headers.ts";
import { changeBucket } from "./change-bucket.ts";
import { findObject } from "./find-object.ts";
import { bucketPermission, type BucketCall, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { countsAcls, ownedBy, settingLayers } from "./setting-layers.ts";
import { namedVersion, versionPermission } from "./version-permission.ts";
import { replaceVersion } from "./version-rows.ts";

const OF_BUCKET = { place: "bucket", markers: ["acl"] } as const;
const OF_OBJECT = { place: "object", markers: ["acl"], parameters: ["versionId"] } as const;
const MAX_DOCUMENT = 256 * 1024;

export const getBucketAcl: S3Operation = {
  ...OF_BUCKET,
  name: "GetBucketAcl",
  method: "GET",
  permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, "s3:GetBucketAcl")],
  run(call: BucketCall) {
    const { lab, bucket } = call;
    const { ownership } = settingLayers(lab, bucket);
    const owner = bucket.account;
    const acl = aclsCount(call) ? ownership.bucketAcl : ownedBy({}, owner).acl;
    return xmlReply(aclDocument(lab, { owner, acl }));
  },
};

export const putBucketAcl: S3Operation = {
  ...OF_BUCKET,
  name: "PutBucketAcl",
  method: "PUT",
  headers: ACL_HEADERS,
  permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, "s3:PutBucketAcl")],
  async run(call: BucketCall) {
    const owner = call.bucket.account;
    const asked = await readAcl(call, owner);
    requireTaken(call, bucketPermission(call.bucket, "s3:PutBucketAcl"), asked);
    const acl = grantsOf(asked, { owner, bucketOwner: owner, on: "bucket" });
    await changeBucket(call, (row) => ({ ...row, settings: { ...row.settings, acl } }));
    return emptyReply(200);
  },
};

export const getObjectAcl: S3Operation = {
  ...OF_OBJECT,
  name: "GetObjectAcl",
  method: "GET",
  permissions: (call: ObjectCall) => [
    versionPermission(call, ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"]),
  ],
  run: (call: ObjectCall) => xmlReply(aclDocument(call.lab, shownAcl(call))),
};

export const putObjectAcl: S3Operation = {
  ...OF_OBJECT,
  name: "PutObjectAcl",
  method: "PUT",
  headers: ACL_HEADERS,
  permissions: (call: ObjectCall) => [toPut(call)],
  async run(call: ObjectCall) {
    const { lab, bucket, key } = call;
    const asked = await readAcl(call, shownAcl(call).owner);
    requireTaken(call, toPut(call), asked);
    await lab.store.transaction(() => {
      const object = findObject(call, namedVersion(call));
      const { owner } = ownedBy(object, bucket.account);
      const acl = grantsOf(asked, { owner, bucketOwner: bucket.account, on: "object" });
      replaceVersion({ lab, bucket, key }, { ...object, acl });
    });
    return emptyReply(200);
  },
};

function toPut(call: ObjectCall): Permission {
  return versionPermission(call, ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"]);
}

/** Where ACLs are disabled, the bucket's owner has everything (S3 User Guide, Object Ownership, Troubleshooting). */
function shownAcl(call: ObjectCall): OwnedObject {
  const object = findObject(call, namedVersion(call));
  return ownedBy(aclsCount(call) ? object : {}, call.bucket.account);
}

function aclsCount({ lab, bucket }: BucketCall): boolean {
  return countsAcls(settingLayers(lab, bucket));
}

type Parties = Parameters<typeof cannedGrants>[1];

function grantsOf(asked: CannedAcl | Acl, parties: Parties): Acl {
  return typeof asked === "string" ? cannedGrants(asked, parties) : asked;
}

/** The ACL of a request is in its headers or in its body, not in both. */
async function readAcl(call: BucketCall, owner: string): Promise<CannedAcl | Acl> {
  const asked = aclOfHeaders(call);
  const text = await call.payload.text(MAX_DOCUMENT);
  if (asked !== undefined && text !== "") {
    throw new Refusal({
      code: "UnexpectedContent",
      status: 400,
      message: "This request does not support content",
    });
  }
  if (asked !== undefined) return asked;
  if (text !== "") return readAclDocument(call.lab, text, owner);
  throw new Refusal({
    code: "MissingSecurityHeader",
    status: 400,
    message: "Your request was missing a required header",
    elements: { MissingHeaderName: "x-amz-acl" },
  });
}

/**
 * With the ACL in hand, Block Public Access has its say. Where ACLs are disabled none is set, not even
 * one that says what holds anyway (S3 User Guide, Object Ownership, Troubleshooting).
 */
function requireTaken(call: BucketCall, permission: Permission, newAcl: CannedAcl | Acl): void {
  requirePermission(call, { ...permission, newAcl });
  if (aclsCount(call)) return;
  throw new Refusal({
    code: "AccessControlListNotSupported",
    status: 400,
    message: "The bucket does not allow ACLs",
  });
}
