import type { Permission } from "../authorize.ts";
import { encryptionOf, keysOf } from "./encryption-keys.ts";
import type { ObjectCall } from "./s3-call.ts";
import { namedVersion, permissionOn } from "./version-permission.ts";
import { findVersion } from "./version-rows.ts";

/** What reading an object's bytes takes: another action where a version is named, and its key. */
export function readPermission(
  call: ObjectCall,
  versionId: string | undefined = namedVersion(call),
): Permission {
  const found = findVersion(call, versionId);
  return {
    ...permissionOn(call, ["s3:GetObject", "s3:GetObjectVersion"], { versionId, found }),
    ...keysOf(call, encryptionOf(found), "read"),
  };
}
