import { requirePermission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml } from "../refusal.ts";
import type { Retention } from "../state/object-lock.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { findObject } from "./find-object.ts";
import { noSuchLock } from "./no-such.ts";
import {
  BYPASS_HEADERS,
  bypassPermissions,
  mayRetain,
  objectLocked,
  readBypass,
  requireObjectLock,
} from "./object-lock-protection.ts";
import { isLockMode, remainingDays, requireFuture } from "./object-lock-retention.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { replaceVersion } from "./version-rows.ts";
import { namedVersion } from "./version-permission.ts";

const MAX_DOCUMENT = 64 * 1024;
const RETENTION = { place: "object", markers: ["retention"], parameters: ["versionId"] } as const;

export const getObjectRetention: S3Operation = {
  ...RETENTION,
  name: "GetObjectRetention",
  method: "GET",
  permissions: (call: ObjectCall) => [objectPermission(call, "s3:GetObjectRetention")],
  run(call: ObjectCall) {
    requireObjectLock(call);
    const { retention } = findObject(call, namedVersion(call));
    if (retention === undefined) throw noSuchLock();
    const { mode, untilMs } = retention;
    const until = new Date(untilMs).toISOString();
    return xmlReply(
      s3Document("Retention", element("Mode", mode) + element("RetainUntilDate", until)),
    );
  },
};

export const putObjectRetention: S3Operation = {
  ...RETENTION,
  name: "PutObjectRetention",
  method: "PUT",
  headers: BYPASS_HEADERS,
  permissions: bypassPermissions,
  async run(call: ObjectCall) {
    const { lab, bucket, key } = call;
    const retention = readRetention(await call.payload.text(MAX_DOCUMENT), lab.now());
    // Policies see what is asked for, and that is in the body.
    const context = retention === undefined ? {} : contextOf(retention, lab.now());
    requirePermission(call, objectPermission(call, "s3:PutObjectRetention", context));
    requireObjectLock(call);
    const bypass = readBypass(call);
    await lab.store.transaction(() => {
      const { retention: before, ...bare } = findObject(call, namedVersion(call));
      if (!mayRetain(before, retention, bypass)) throw objectLocked();
      replaceVersion({ lab, bucket, key }, { ...bare, ...(retention && { retention }) });
    });
    return emptyReply(200);
  },
};

function contextOf(retention: Retention, nowMs: number): Readonly<Record<string, string>> {
  return {
    "s3:object-lock-mode": retention.mode,
    "s3:object-lock-retain-until-date": new Date(retention.untilMs).toISOString(),
    "s3:object-lock-remaining-retention-days": remainingDays(retention, nowMs),
  };
}

/** An empty document takes the retention away (S3 User Guide, Object Lock, Governance mode). */
function readRetention(text: string, nowMs: number): Retention | undefined {
  const root = expectElement(readXml(text), "Retention", ["Mode", "RetainUntilDate"]);
  if (root.children.length === 0) return undefined;
  const mode = childText(root, "Mode") ?? "";
  const until = childText(root, "RetainUntilDate") ?? "";
  const untilMs = Date.parse(until);
  if (!isLockMode(mode) || Number.isNaN(untilMs)) throw malformedXml();
  requireFuture(untilMs, nowMs, ["RetainUntilDate", until]);
  return { mode, untilMs };
}
