import { ANONYMOUS_ID } from "./anonymous-id.ts";
import type { Acl, AclGrant, AclGroup, AclPermission, CannedAcl } from "./acl.ts";

/** Whom a canned ACL is expanded for. */
interface AclParties {
  /** The account that owns the bucket or object that gets it, or `anonymous`. */
  readonly owner: string;
  readonly bucketOwner: string;
  readonly on: "bucket" | "object";
}

// S3 User Guide, Access control list (ACL) overview, Canned ACL: the id of Amazon EC2 is not told.
const EC2 = { kind: "canonicalUser", id: "amazon-ec2" } as const;

/** The names of the canned ACLs (S3 User Guide, Access control list (ACL) overview, Canned ACL). */
export const CANNED_ACLS: readonly CannedAcl[] = [
  "private",
  "public-read",
  "public-read-write",
  "aws-exec-read",
  "authenticated-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
  "log-delivery-write",
];

/** The grants that a canned ACL stands for. */
export function cannedGrants(canned: CannedAcl, { owner, bucketOwner, on }: AclParties): Acl {
  const mine = accountGrant(owner, "FULL_CONTROL");
  switch (canned) {
    case "private":
      return [mine];
    case "public-read":
      return [mine, groupGrant("AllUsers", "READ")];
    case "public-read-write":
      return [mine, groupGrant("AllUsers", "READ"), groupGrant("AllUsers", "WRITE")];
    case "aws-exec-read":
      return [mine, { grantee: EC2, permission: "READ" }];
    case "authenticated-read":
      return [mine, groupGrant("AuthenticatedUsers", "READ")];
    case "bucket-owner-read":
      return withBucketOwner(mine, accountGrant(bucketOwner, "READ"), on);
    case "bucket-owner-full-control":
      return withBucketOwner(mine, accountGrant(bucketOwner, "FULL_CONTROL"), on);
    case "log-delivery-write":
      return on === "object"
        ? [mine]
        : [mine, groupGrant("LogDelivery", "WRITE"), groupGrant("LogDelivery", "READ_ACP")];
  }
}

/** For a bucket S3 ignores these two, and its owner has full control already. */
function withBucketOwner(mine: AclGrant, theirs: AclGrant, on: AclParties["on"]): Acl {
  const isSame = JSON.stringify(mine.grantee) === JSON.stringify(theirs.grantee);
  return on === "bucket" || isSame ? [mine] : [mine, theirs];
}

function accountGrant(owner: string, permission: AclPermission): AclGrant {
  return {
    grantee:
      owner === "anonymous"
        ? // S3 User Guide, ACL overview: the owner of what an anonymous caller writes.
          { kind: "canonicalUser", id: ANONYMOUS_ID }
        : { kind: "account", account: owner },
    permission,
  };
}

function groupGrant(group: AclGroup, permission: AclPermission): AclGrant {
  return { grantee: { kind: "group", group }, permission };
}
