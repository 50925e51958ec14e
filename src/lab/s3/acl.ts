import { accountCaller, cannedGrants, newObjectOwner } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { ObjectAccess } from "../state/stored-object.ts";
import { aclOfHeaders } from "./acl-headers.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";
import { settingLayers } from "./setting-layers.ts";

/** A write with an ACL takes `s3:PutObjectAcl` too (API Reference, PutObject). */
export function aclPermissions(call: ObjectCall): readonly Permission[] {
  if (aclOfHeaders(call) === undefined) return [];
  // It is the new object's: whoever owns what is under the key now has no say.
  const { key, ...permission } = objectPermission(call, "s3:PutObjectAcl");
  return key === undefined ? [] : [permission];
}

/** Who owns what a write makes, and its grants: as the bucket's setting and the request's ACL say. */
export function newObjectAccess(call: ObjectCall): ObjectAccess {
  const { account: bucketOwner } = call.bucket;
  const { setting } = settingLayers(call.lab, call.bucket).ownership;
  if (setting === "BucketOwnerEnforced") return {};
  const acl = aclOfHeaders(call);
  const owner = newObjectOwner({ setting, bucketOwner, writer: writerOf(call), acl });
  const grants =
    typeof acl === "string" ? cannedGrants(acl, { owner, bucketOwner, on: "object" }) : acl;
  return {
    ...(owner !== bucketOwner && { owner }),
    ...(grants !== undefined && acl !== "private" && { acl: grants }),
  };
}

/** S3 User Guide, Access control list (ACL) overview: an anonymous writer owns what it writes. */
function writerOf({ identity }: Call): string {
  return accountCaller(identity.caller)?.account ?? "anonymous";
}
