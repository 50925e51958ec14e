import type { AclPermission } from "./acl.ts";

type Permission = Exclude<AclPermission, "FULL_CONTROL" | "WRITE">;

// S3 User Guide, Access control list (ACL) overview, Mapping of ACL permissions and access policy permissions.
const onBucket: ReadonlyMap<string, Permission> = new Map([
  ["s3:listbucket", "READ"],
  ["s3:listbucketversions", "READ"],
  ["s3:listbucketmultipartuploads", "READ"],
  ["s3:getbucketacl", "READ_ACP"],
  ["s3:putbucketacl", "WRITE_ACP"],
]);

const onObject: ReadonlyMap<string, Permission> = new Map([
  ["s3:getobject", "READ"],
  ["s3:getobjectversion", "READ"],
  ["s3:getobjectacl", "READ_ACP"],
  ["s3:getobjectversionacl", "READ_ACP"],
  ["s3:putobjectacl", "WRITE_ACP"],
  ["s3:putobjectversionacl", "WRITE_ACP"],
]);

const writes: ReadonlySet<string> = new Set(["s3:putobject", "s3:deleteobject"]);

/** The permission of an ACL that covers an action, which is in lower case, and whose ACL it is. */
export interface AclCoverage {
  readonly on: "bucket" | "object";
  readonly permission: Exclude<AclPermission, "FULL_CONTROL">;
}

export function aclCoverage(action: string): AclCoverage | undefined {
  if (writes.has(action)) return { on: "bucket", permission: "WRITE" };
  const ofBucket = onBucket.get(action);
  if (ofBucket !== undefined) return { on: "bucket", permission: ofBucket };
  const ofObject = onObject.get(action);
  return ofObject && { on: "object", permission: ofObject };
}

/**
 * What the bucket's account has to allow, whoever owns the object. AWS says that the bucket's owner may
 * delete and archive any object (S3 User Guide, Bucket and object ownership); which actions are meant is ours.
 */
const ofBucketOwner: ReadonlySet<string> = new Set([
  "s3:putobject",
  "s3:deleteobject",
  "s3:deleteobjectversion",
  "s3:restoreobject",
  "s3:abortmultipartupload",
  "s3:listmultipartuploadparts",
  "s3:replicateobject",
  "s3:replicatedelete",
  "s3:replicatetags",
  "s3:initiatereplication",
  "s3:objectowneroverridetobucketowner",
  "s3:bypassgovernanceretention",
]);

/** Whether an action, in lower case, on a bucket's ARN or one in it is for the owner of the object there to allow. */
export function isForObjectOwner(action: string, resource: string): boolean {
  return resource.includes("/") && !ofBucketOwner.has(action);
}
