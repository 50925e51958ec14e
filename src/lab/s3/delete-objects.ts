import { decidePermission } from "../authorize.ts";
import { xmlReply } from "../http/reply.ts";
import { invalidRequest, malformedXml, notImplemented } from "../refusal.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { removalPermissions } from "./delete-object.ts";
import { BYPASS_HEADERS, readBypass } from "./object-lock-protection.ts";
import { type Removal, type Removed, removeVersions } from "./remove-versions.ts";
import type { BucketCall, S3Operation } from "./s3-call.ts";
import { readVersionId } from "./version-id.ts";

// 1,000 keys of 1,024 bytes, escaped (API Reference, DeleteObjects).
const MAX_DOCUMENT = 8 * 1024 * 1024;

export const deleteObjects: S3Operation = {
  name: "DeleteObjects",
  method: "POST",
  place: "bucket",
  markers: ["delete"],
  headers: BYPASS_HEADERS,
  // Each key is authorized on its own.
  permissions: () => [],
  async run(call) {
    if (!call.payload.hasIntegrity) throw missingIntegrity();
    const bypass = readBypass(call);
    const { removals, isQuiet } = readDelete(await call.payload.text(MAX_DOCUMENT));
    const errors = new Map(removals.map((removal) => [removal, denialOf(call, removal)]));
    const permitted = removals.filter((removal) => errors.get(removal) === undefined);
    const done = await removeVersions(call, permitted, bypass);
    const elements = new Map(
      permitted.map((removal, i) => [removal, doneElement(removal, done[i], isQuiet)]),
    );
    const results = removals.map((removal) => errors.get(removal) ?? elements.get(removal) ?? "");
    return xmlReply(s3Document("DeleteResult", results.join("")));
  },
};

type Done = Awaited<ReturnType<typeof removeVersions>>[number];

function doneElement(removal: Removal, done: Done | undefined, isQuiet: boolean): string {
  switch (done?.outcome) {
    case "kept":
      return errorElement(removal, done.refusal.detail);
    case "removed":
      return isQuiet ? "" : deletedElement(removal, done);
    case undefined:
      return "";
  }
}

function deletedElement({ key, versionId }: Removal, removed: Removed): string {
  const { isMarker } = removed;
  return wrap(
    "Deleted",
    element("Key", key) +
      element("VersionId", versionId) +
      element("DeleteMarker", isMarker ? true : undefined) +
      element("DeleteMarkerVersionId", isMarker ? removed.versionId : undefined),
  );
}

/** The element that refuses to delete a key; undefined when the caller may. */
function denialOf(call: BucketCall, removal: Removal): string | undefined {
  for (const permission of removalPermissions({ key: removal.key, ...call }, removal)) {
    const decision = decidePermission(call, permission);
    const code = "AccessDenied";
    switch (decision.outcome) {
      case "allowed":
        break;
      case "explicitDeny":
      case "implicitDeny":
        return errorElement(removal, { code, message: decision.awsMessage });
      case "unknown":
        return errorElement(removal, { code, message: "Access Denied" });
    }
  }
  return undefined;
}

function errorElement(
  { key, versionId }: Removal,
  { code, message }: { readonly code: string; readonly message: string },
): string {
  return wrap(
    "Error",
    element("Key", key) +
      element("VersionId", versionId) +
      element("Code", code) +
      element("Message", message),
  );
}

interface Deletion {
  readonly removals: readonly Removal[];
  readonly isQuiet: boolean;
}

function readDelete(text: string): Deletion {
  const root = expectElement(readXml(text), "Delete", ["Object", "Quiet"]);
  const objects = root.children.filter((child) => child.name === "Object");
  if (objects.length === 0 || objects.length > 1000) throw malformedXml();
  return {
    removals: objects.map(readRemoval),
    isQuiet: childText(root, "Quiet")?.trim() === "true",
  };
}

const OF_DIRECTORY_BUCKETS = ["LastModifiedTime", "Size"];

function readRemoval(object: XmlElement): Removal {
  expectElement(object, "Object", ["Key", "VersionId", "ETag", ...OF_DIRECTORY_BUCKETS]);
  const other = object.children.find(({ name }) => OF_DIRECTORY_BUCKETS.includes(name));
  if (other !== undefined) throw notImplemented(`\`${other.name}\` in DeleteObjects`);
  const key = childText(object, "Key");
  if (key === undefined || key === "") throw malformedXml();
  const versionId = readVersionId(childText(object, "VersionId"));
  return { key, versionId, match: childText(object, "ETag") };
}

function missingIntegrity(): Error {
  return invalidRequest(
    "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
  );
}
