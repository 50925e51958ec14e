import { decidePermission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml, notImplemented, Refusal } from "../refusal.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { headerNotImplemented } from "./conditions.ts";
import { requireNullVersion } from "./get-object.ts";
import { type BucketCall, objectPermission, type S3Operation } from "./s3-call.ts";
import { removeObjects } from "./store-object.ts";

export const deleteObject: S3Operation = {
  name: "DeleteObject",
  method: "DELETE",
  place: "object",
  parameters: ["versionId"],
  permissions: (call) => [objectPermission(call, "s3:DeleteObject")],
  async run(call) {
    requireNullVersion(call);
    if (headerOf(call.request, "if-match") !== undefined) throw headerNotImplemented("If-Match");
    await removeObjects(call, [call.key]);
    return emptyReply(204);
  },
};

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
    const { keys, isQuiet } = readDelete(await call.payload.text(MAX_DOCUMENT));
    const refusals = new Map(keys.map((key) => [key, refusalOf(call, key)]));
    await removeObjects(
      call,
      keys.filter((key) => refusals.get(key) === undefined),
    );
    const deleted = (key: string): string => (isQuiet ? "" : wrap("Deleted", element("Key", key)));
    const results = keys.map((key) => refusals.get(key) ?? deleted(key));
    return xmlReply(s3Document("DeleteResult", results.join("")));
  },
};

/** The element that refuses to delete a key; undefined when the caller may. */
function refusalOf(call: BucketCall, key: string): string | undefined {
  const decision = decidePermission(call, objectPermission({ ...call, key }, "s3:DeleteObject"));
  switch (decision.outcome) {
    case "allowed":
      return undefined;
    case "explicitDeny":
    case "implicitDeny":
      return errorElement(key, decision.awsMessage);
    case "unknown":
      return errorElement(key, "Access Denied");
  }
}

function errorElement(key: string, message: string): string {
  return wrap(
    "Error",
    element("Key", key) + element("Code", "AccessDenied") + element("Message", message),
  );
}

interface Deletion {
  readonly keys: readonly string[];
  readonly isQuiet: boolean;
}

function readDelete(text: string): Deletion {
  const root = expectElement(readXml(text), "Delete", ["Object", "Quiet"]);
  const objects = root.children.filter((child) => child.name === "Object");
  if (objects.length === 0 || objects.length > 1000) throw malformedXml();
  return {
    keys: objects.map(readKey),
    isQuiet: childText(root, "Quiet")?.trim() === "true",
  };
}

function readKey(object: XmlElement): string {
  const known = ["Key", "VersionId", "ETag", "LastModifiedTime", "Size"];
  if (object.children.some((child) => !known.includes(child.name))) throw malformedXml();
  const condition = object.children.find(
    ({ name, text }) => name !== "Key" && !(name === "VersionId" && text === "null"),
  );
  if (condition !== undefined) throw notImplemented(`\`${condition.name}\` in DeleteObjects`);
  const key = childText(object, "Key");
  if (key === undefined || key === "") throw malformedXml();
  return key;
}

function missingIntegrity(): Refusal {
  return new Refusal({
    code: "InvalidRequest",
    status: 400,
    message: "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
  });
}
