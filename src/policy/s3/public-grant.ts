import type { Acl, AclGrant, CannedAcl } from "./acl.ts";
import { cannedGrants } from "./canned-acl.ts";

/** S3 User Guide, Blocking public access, The meaning of "public": ACLs. */
export function isPublicGrant({ grantee }: AclGrant): boolean {
  return grantee.kind === "group" && grantee.group !== "LogDelivery";
}

/** What makes an ACL public, whoever owns what it is put on. */
export function publicGrants(acl: CannedAcl | Acl): Acl {
  const grants =
    typeof acl === "string" ? cannedGrants(acl, { owner: "", bucketOwner: "", on: "object" }) : acl;
  return grants.filter(isPublicGrant);
}
