import { requirePermission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import type { Pairs, StoredObject } from "../state/stored-object.ts";
import { s3Document } from "../xml/write-xml.ts";
import { findObject } from "./find-object.ts";
import type { ObjectCall, S3Operation } from "./s3-call.ts";
import { versionHeader } from "./store-object.ts";
import { readTagging, requestTagContext, tagSet } from "./tags.ts";
import { replaceVersion } from "./version-rows.ts";
import { namedVersion, versionPermission } from "./version-permission.ts";

const TAGGING = { place: "object", markers: ["tagging"], parameters: ["versionId"] } as const;
const MAX_DOCUMENT = 64 * 1024;

export const getObjectTagging: S3Operation = {
  ...TAGGING,
  name: "GetObjectTagging",
  method: "GET",
  permissions: (call: ObjectCall) => [
    versionPermission(call, ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"]),
  ],
  run(call: ObjectCall) {
    const object = findObject(call, namedVersion(call));
    return xmlReply(
      s3Document("Tagging", tagSet(object.tags ?? [])),
      versionHeader(call.bucket, object.versionId),
    );
  },
};

export const putObjectTagging: S3Operation = {
  ...TAGGING,
  name: "PutObjectTagging",
  method: "PUT",
  // Policies see what is asked for, and that is in the body.
  permissions: () => [],
  async run(call: ObjectCall) {
    const tags = readTagging(await call.payload.text(MAX_DOCUMENT), "object");
    const { context, ...permission } = versionPermission(call, [
      "s3:PutObjectTagging",
      "s3:PutObjectVersionTagging",
    ]);
    const all = { ...context, ...requestTagContext(tags) };
    requirePermission(call, { context: all, ...permission });
    return emptyReply(200, await setTags(call, tags));
  },
};

export const deleteObjectTagging: S3Operation = {
  ...TAGGING,
  name: "DeleteObjectTagging",
  method: "DELETE",
  permissions: (call: ObjectCall) => [
    versionPermission(call, ["s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"]),
  ],
  run: async (call: ObjectCall) => emptyReply(204, await setTags(call, [])),
};

function setTags(call: ObjectCall, tags: Pairs): Promise<Readonly<Record<string, string>>> {
  const { lab, bucket, key } = call;
  return lab.store.transaction(() => {
    const object = findObject(call, namedVersion(call));
    replaceVersion({ lab, bucket, key }, withTags(object, tags));
    return versionHeader(bucket, object.versionId);
  });
}

/** An object without tags has no field for them. */
function withTags(object: StoredObject, tags: Pairs): StoredObject {
  const { tags: before, ...bare } = object;
  if (tags.length > 0) return { ...bare, tags };
  return before === undefined ? object : bare;
}
