import type { Acl } from "../../policy/index.ts";
import { Refusal } from "../refusal.ts";

/** Whether a bucket's ACL grants more than full control for its owner. */
export function grantsOthers(acl: Acl, owner: string): boolean {
  return !acl.every(
    ({ grantee, permission }) =>
      grantee.kind === "account" && grantee.account === owner && permission === "FULL_CONTROL",
  );
}

/** S3's answer to a bucket with ACLs disabled and an ACL (S3 User Guide, Object Ownership, Troubleshooting). */
export function invalidAclWithOwnership(): Refusal {
  return new Refusal({
    code: "InvalidBucketAclWithObjectOwnership",
    status: 400,
    message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  });
}
