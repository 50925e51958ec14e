import { emptyReply } from "../http/reply.ts";
import { invalidArgument, malformedXml, notImplemented } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { findObject } from "./find-object.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { invalidObjectState, isArchived, isRestored } from "./storage-class.ts";
import { namedVersion } from "./version-permission.ts";
import { replaceVersion } from "./version-rows.ts";

const MAX_DOCUMENT = 64 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;
const TIERS = ["Standard", "Bulk", "Expedited"];
const KNOWN = ["Days", "GlacierJobParameters", "Tier", "Description"];

/** Makes a copy of an archived object that can be read: here at once, while S3 takes minutes to days. */
export const restoreObject: S3Operation = {
  name: "RestoreObject",
  method: "POST",
  place: "object",
  markers: ["restore"],
  parameters: ["versionId"],
  permissions: (call: ObjectCall) => [objectPermission(call, "s3:RestoreObject")],
  async run(call: ObjectCall) {
    const { lab, bucket, key } = call;
    const asked = readRestore(await call.payload.text(MAX_DOCUMENT));
    return lab.store.transaction(() => {
      const object = findObject(call, namedVersion(call));
      requireRestorable(object, asked);
      const nowMs = lab.now();
      // S3 User Guide, Restoring an archived object: it expires at the midnight (UTC) after these days.
      const restoredUntilMs = Math.ceil((nowMs + asked.days * DAY_MS) / DAY_MS) * DAY_MS;
      replaceVersion({ lab, bucket, key }, { ...object, restoredUntilMs });
      return emptyReply(isRestored(object, nowMs) ? 200 : 202);
    });
  },
};

interface AskedRestore {
  readonly days: number;
  readonly tier: string | undefined;
}

function readRestore(text: string): AskedRestore {
  const root = expectElement(readXml(text), "RestoreRequest", [
    ...KNOWN,
    "Type",
    "SelectParameters",
    "OutputLocation",
  ]);
  const other = root.children.find(({ name }) => !KNOWN.includes(name));
  if (other !== undefined) throw notImplemented(`\`${other.name}\` in RestoreRequest`);
  const days = childText(root, "Days")?.trim() ?? "";
  const tier = tierOf(root);
  const isTier = tier === undefined || TIERS.includes(tier);
  if (!/^[1-9]\d{0,8}$/.test(days) || !isTier) throw malformedXml();
  return { days: Number(days), tier };
}

function tierOf(root: XmlElement): string | undefined {
  const parameters = root.children.find(({ name }) => name === "GlacierJobParameters");
  const named = parameters && childText(parameters, "Tier");
  return (named ?? childText(root, "Tier"))?.trim();
}

function requireRestorable(object: StoredObject, { tier }: AskedRestore): void {
  if (!isArchived(object)) {
    throw invalidObjectState(
      object,
      "Restore is not allowed for the object's current storage class",
    );
  }
  // API Reference, RestoreObject: Expedited is not for DEEP_ARCHIVE; only the words are in public logs.
  if (object.storageClass === "DEEP_ARCHIVE" && tier === "Expedited") {
    throw invalidArgument("Retrieval option is not supported by this storage class", "Tier", tier);
  }
}
