import { decidePermission, type Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml, notImplemented, Refusal } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { requireWriteConditions } from "./conditions.ts";
import { noSuchBucket } from "./no-such.ts";
import { type BucketCall, objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { readVersionId } from "./version-id.ts";
import { namedVersion } from "./version-permission.ts";
import { deleteKey, deleteVersion, isDeleteMarker } from "./version-rows.ts";

export const deleteObject: S3Operation = {
  name: "DeleteObject",
  method: "DELETE",
  place: "object",
  parameters: ["versionId"],
  permissions: (call) => [deletePermission(call, namedVersion(call))],
  async run(call) {
    const target = { key: call.key, versionId: namedVersion(call) };
    const match = headerOf(call.request, "if-match");
    const [removed] = await removeAll(call, [target], () => {
      if (match !== undefined) requireWriteConditions(call.request, currentOf(call));
    });
    return emptyReply(204, removedHeaders(removed));
  },
};

function currentOf({ lab, bucket, key }: ObjectCall): StoredObject | undefined {
  return lab.s3.objects.get([bucket.name, key]);
}

function removedHeaders(removed: Removed | undefined): Readonly<Record<string, string>> {
  if (removed?.versionId === undefined) return {};
  return {
    "x-amz-version-id": removed.versionId,
    ...(removed.isMarker && { "x-amz-delete-marker": "true" }),
  };
}

// 1,000 keys of 1,024 bytes, escaped (API Reference, DeleteObjects).
const MAX_DOCUMENT = 8 * 1024 * 1024;

export const deleteObjects: S3Operation = {
  name: "DeleteObjects",
  method: "POST",
  place: "bucket",
  markers: ["delete"],
  // Each key is authorized on its own.
  permissions: () => [],
  async run(call) {
    if (!call.payload.hasIntegrity) throw missingIntegrity();
    const { targets, isQuiet } = readDelete(await call.payload.text(MAX_DOCUMENT));
    const refusals = new Map(targets.map((target) => [target, refusalOf(call, target)]));
    const permitted = targets.filter((target) => refusals.get(target) === undefined);
    const removed = await removeAll(call, permitted);
    const byTarget = new Map(permitted.map((target, index) => [target, removed[index]]));
    const results = targets.map(
      (target) =>
        refusals.get(target) ?? (isQuiet ? "" : deletedElement(target, byTarget.get(target))),
    );
    return xmlReply(s3Document("DeleteResult", results.join("")));
  },
};

/** What a deletion names. */
interface Target {
  readonly key: string;
  readonly versionId: string | undefined;
}

/** What was deleted, or the marker that was put on top; without an id where the bucket keeps no versions. */
interface Removed {
  readonly versionId?: string;
  readonly isMarker: boolean;
}

function removeAll(
  { lab, bucket }: BucketCall,
  targets: readonly Target[],
  check: () => void = () => undefined,
): Promise<readonly Removed[]> {
  return lab.bodies.transaction([], (bodies) => {
    const row = lab.s3.buckets.get([bucket.name]);
    if (row === undefined) throw noSuchBucket(bucket.name);
    check();
    return targets.map(({ key, versionId }) => {
      const place = { lab, bucket: row, key, bodies };
      if (versionId === undefined) return deleteKey(place);
      const found = deleteVersion(place, versionId);
      // What is not there is gone already (API Reference, DeleteObject).
      return { versionId, isMarker: found !== undefined && isDeleteMarker(found) };
    });
  });
}

function deletedElement({ key, versionId }: Target, removed: Removed | undefined): string {
  const isMarker = removed?.isMarker === true;
  return wrap(
    "Deleted",
    element("Key", key) +
      element("VersionId", versionId) +
      element("DeleteMarker", isMarker ? true : undefined) +
      element("DeleteMarkerVersionId", isMarker ? removed.versionId : undefined),
  );
}

function deletePermission(call: ObjectCall, versionId: string | undefined): Permission {
  return versionId === undefined
    ? objectPermission(call, "s3:DeleteObject")
    : objectPermission(call, "s3:DeleteObjectVersion", { "s3:versionid": versionId });
}

/** The element that refuses to delete a key; undefined when the caller may. */
function refusalOf(call: BucketCall, target: Target): string | undefined {
  const { key, versionId } = target;
  const decision = decidePermission(call, deletePermission({ ...call, key }, versionId));
  switch (decision.outcome) {
    case "allowed":
      return undefined;
    case "explicitDeny":
    case "implicitDeny":
      return errorElement(target, decision.awsMessage);
    case "unknown":
      return errorElement(target, "Access Denied");
  }
}

function errorElement({ key, versionId }: Target, message: string): string {
  return wrap(
    "Error",
    element("Key", key) +
      element("VersionId", versionId) +
      element("Code", "AccessDenied") +
      element("Message", message),
  );
}

interface Deletion {
  readonly targets: readonly Target[];
  readonly isQuiet: boolean;
}

function readDelete(text: string): Deletion {
  const root = expectElement(readXml(text), "Delete", ["Object", "Quiet"]);
  const objects = root.children.filter((child) => child.name === "Object");
  if (objects.length === 0 || objects.length > 1000) throw malformedXml();
  return {
    targets: objects.map(readTarget),
    isQuiet: childText(root, "Quiet")?.trim() === "true",
  };
}

function readTarget(object: XmlElement): Target {
  const known = ["Key", "VersionId", "ETag", "LastModifiedTime", "Size"];
  if (object.children.some((child) => !known.includes(child.name))) throw malformedXml();
  const condition = object.children.find(({ name }) => name !== "Key" && name !== "VersionId");
  if (condition !== undefined) throw notImplemented(`\`${condition.name}\` in DeleteObjects`);
  const key = childText(object, "Key");
  if (key === undefined || key === "") throw malformedXml();
  return { key, versionId: readVersionId(childText(object, "VersionId")) };
}

function missingIntegrity(): Refusal {
  return new Refusal({
    code: "InvalidRequest",
    status: 400,
    message: "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
  });
}
