import { requirePermission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml } from "../refusal.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { findObject } from "./find-object.ts";
import { noSuchLock } from "./no-such.ts";
import { requireObjectLock } from "./object-lock-protection.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { replaceVersion } from "./version-rows.ts";
import { namedVersion } from "./version-permission.ts";

const MAX_DOCUMENT = 64 * 1024;
const LEGAL_HOLD = { place: "object", markers: ["legal-hold"], parameters: ["versionId"] } as const;

export const getObjectLegalHold: S3Operation = {
  ...LEGAL_HOLD,
  name: "GetObjectLegalHold",
  method: "GET",
  permissions: (call: ObjectCall) => [objectPermission(call, "s3:GetObjectLegalHold")],
  run(call: ObjectCall) {
    requireObjectLock(call);
    const { hasLegalHold } = findObject(call, namedVersion(call));
    if (hasLegalHold === undefined) throw noSuchLock();
    return xmlReply(s3Document("LegalHold", element("Status", hasLegalHold ? "ON" : "OFF")));
  },
};

export const putObjectLegalHold: S3Operation = {
  ...LEGAL_HOLD,
  name: "PutObjectLegalHold",
  method: "PUT",
  // Policies see what is asked for, and that is in the body.
  permissions: () => [],
  async run(call: ObjectCall) {
    const { lab, bucket, key } = call;
    const status = readStatus(await call.payload.text(MAX_DOCUMENT));
    const context = { "s3:object-lock-legal-hold": status };
    requirePermission(call, objectPermission(call, "s3:PutObjectLegalHold", context));
    requireObjectLock(call);
    await lab.store.transaction(() => {
      const object = findObject(call, namedVersion(call));
      replaceVersion({ lab, bucket, key }, { ...object, hasLegalHold: status === "ON" });
    });
    return emptyReply(200);
  },
};

function readStatus(text: string): "ON" | "OFF" {
  const root = expectElement(readXml(text), "LegalHold", ["Status"]);
  const status = childText(root, "Status");
  if (status === "ON" || status === "OFF") return status;
  throw malformedXml();
}
