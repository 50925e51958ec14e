import type { Caller } from "../../src/policy/index.ts";
import type { JsonAcl, JsonLayers, KnownRequest } from "./policy-json.ts";
import { isFlagSet } from "./public-access.ts";

// R91: the bucket's account to allow, whoever owns the object.
const BUCKETS_TO_ALLOW = [
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:RestoreObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
  "s3:ReplicateObject",
  "s3:ReplicateDelete",
  "s3:ReplicateTags",
  "s3:InitiateReplication",
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:BypassGovernanceRetention",
].map((action) => action.toLowerCase());

// R88.
const ON_BUCKET: Readonly<Record<string, readonly string[]>> = {
  READ: ["s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"],
  WRITE: ["s3:putobject", "s3:deleteobject"],
  READ_ACP: ["s3:getbucketacl"],
  WRITE_ACP: ["s3:putbucketacl"],
};
const ON_OBJECT: Readonly<Record<string, readonly string[]>> = {
  READ: ["s3:getobject", "s3:getobjectversion"],
  READ_ACP: ["s3:getobjectacl", "s3:getobjectversionacl"],
  WRITE_ACP: ["s3:putobjectacl", "s3:putobjectversionacl"],
};

/** The account that owns the object and is not the bucket's, where that one decides (R90). */
export function foreignOwner(
  { action, resource, resourceAccount }: KnownRequest,
  { settings }: JsonLayers,
): string | undefined {
  const { ownership } = settings ?? {};
  if (ownership === undefined || ownership.setting === "BucketOwnerEnforced") return undefined; // R86
  const isOnObject = resource.includes("/") && !BUCKETS_TO_ALLOW.includes(action.toLowerCase());
  const owner = isOnObject ? ownership.object?.owner : undefined;
  return owner === resourceAccount ? undefined : owner;
}

/** Does a grant of an ACL open it to a caller from outside of the owner's account (R87)? */
export function aclOpens(request: KnownRequest, layers: JsonLayers, owner: string): boolean {
  const { ownership } = layers.settings ?? {};
  if (ownership === undefined || ownership.setting === "BucketOwnerEnforced") return false; // R86
  if (accountOf(request.caller) === owner) return false;
  const { bucketAcl = [], object } = ownership;
  const opening = (acl: JsonAcl, table: typeof ON_BUCKET): boolean =>
    acl.some((grant) => grantCovers(grant, table, request) && isGrantee(grant, request, layers));
  return (
    opening(object?.acl ?? [], ON_OBJECT) ||
    (opening(bucketAcl, ON_BUCKET) && mayWrite(request, object?.owner))
  );
}

function accountOf(caller: Caller): string | undefined {
  return "account" in caller ? caller.account : undefined;
}

function grantCovers(grant: string, table: typeof ON_BUCKET, { action }: KnownRequest): boolean {
  const [, permission = ""] = grant.split(" ");
  const all = Object.values(table).flat();
  const covered = permission === "FULL_CONTROL" ? all : (table[permission] ?? []);
  return covered.includes(action.toLowerCase());
}

function isGrantee(grant: string, { caller }: KnownRequest, layers: JsonLayers): boolean {
  const [grantee = ""] = grant.split(" ");
  const account = accountOf(caller);
  const isForAll = grantee === "AllUsers";
  if (isForAll || grantee === "AuthenticatedUsers") {
    return !isFlagSet(layers, "IgnorePublicAcls") && (isForAll || account !== undefined); // R85
  }
  if (caller.kind === "anonymous") return grantee === "65a011a29cdf8ec533ec3d1ccaae921c"; // R87
  if (account === undefined) return false;
  return grantee === account || grantee === layers.canonicalIds?.[account];
}

/** `WRITE` on the bucket is for new keys and one's own objects (R91). */
function mayWrite({ caller, action }: KnownRequest, owner: string | undefined): boolean {
  const self = caller.kind === "anonymous" ? "anonymous" : accountOf(caller);
  const isOwn = owner !== undefined && owner === self;
  if (/^s3:PutObject$/i.test(action)) return owner === undefined || isOwn;
  return isOwn || !/^s3:DeleteObject$/i.test(action);
}
