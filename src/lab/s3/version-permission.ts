import type { Permission } from "../authorize.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";
import { existingTagContext } from "./tags.ts";
import { readVersionId } from "./version-id.ts";
import { findVersion, isDeleteMarker, type Version } from "./version-rows.ts";

/** The version that a request names with `versionId`. */
export function namedVersion({ request }: Pick<ObjectCall, "request">): string | undefined {
  return readVersionId(request.parameters.get("versionId"));
}

/**
 * What a request about an object that is there takes: another action where it names a version. Its
 * tags are condition keys.
 */
export function versionPermission(
  call: ObjectCall,
  [action, ofVersion]: readonly [string, string],
  versionId: string | undefined = namedVersion(call),
): Permission {
  const found = findVersion(call, versionId);
  return permissionOn(call, [action, ofVersion], { versionId, found });
}

interface Named {
  readonly versionId: string | undefined;
  readonly found: Version | undefined;
}

/** The same for an object that was looked up already. */
export function permissionOn(
  call: ObjectCall,
  [action, ofVersion]: readonly [string, string],
  { versionId, found }: Named,
): Permission {
  const tags = found === undefined || isDeleteMarker(found) ? undefined : found.tags;
  const context = existingTagContext(tags);
  return versionId === undefined
    ? objectPermission(call, action, context)
    : {
        versionId,
        ...objectPermission(call, ofVersion, { "s3:versionid": versionId, ...context }),
      };
}
