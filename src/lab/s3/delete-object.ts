import type { Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { emptyReply } from "../http/reply.ts";
import { BYPASS_HEADERS, bypassPermissions, readBypass } from "./object-lock-protection.ts";
import { type Removal, type Removed, removeVersions } from "./remove-versions.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { namedVersion } from "./version-permission.ts";

export const deleteObject: S3Operation = {
  name: "DeleteObject",
  method: "DELETE",
  place: "object",
  parameters: ["versionId"],
  headers: BYPASS_HEADERS,
  permissions: (call) => removalPermissions(call, removalOf(call)),
  async run(call) {
    const [done] = await removeVersions(call, [removalOf(call)], readBypass(call));
    if (done?.outcome === "kept") throw done.refusal;
    return emptyReply(204, removedHeaders(done));
  },
};

function removalOf(call: ObjectCall): Removal {
  const match = headerOf(call.request, "if-match");
  return { key: call.key, versionId: namedVersion(call), match };
}

/**
 * What deleting a key or a version takes. Who asks about an entity tag learns whether it is that, which
 * takes reading (S3 User Guide, Conditional deletes).
 */
export function removalPermissions(
  call: ObjectCall,
  { versionId, match }: Removal,
): readonly Permission[] {
  const context = match === undefined ? {} : { "s3:if-match": match };
  return [
    versionId === undefined
      ? objectPermission(call, "s3:DeleteObject", context)
      : objectPermission(call, "s3:DeleteObjectVersion", { "s3:versionid": versionId }),
    ...(match === undefined || match === "*" ? [] : [objectPermission(call, "s3:GetObject")]),
    ...bypassPermissions(call),
  ];
}

function removedHeaders(removed: Removed | undefined): Readonly<Record<string, string>> {
  if (removed?.versionId === undefined) return {};
  return {
    "x-amz-version-id": removed.versionId,
    ...(removed.isMarker && { "x-amz-delete-marker": "true" }),
  };
}
