import type { Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import type { Upload } from "../state/s3-tables.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { namesEtag, preconditionFailed } from "./conditions.ts";
import { noSuchKey } from "./no-such.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";

const MATCH = "If-Match";
const NONE_MATCH = "If-None-Match";

/** What a write wants to find under its key. */
interface WriteConditions {
  readonly match: string | undefined;
  readonly isNew: boolean;
}

/** Refuses a write whose `If-None-Match: *` or `If-Match` does not hold (Conditional writes). */
export function requireWriteConditions(call: ObjectCall): void {
  const { match, isNew } = readConditions(call);
  if (match === undefined && !isNew) return;
  const existing = objectUnder(call);
  if (isNew && existing !== undefined) throw preconditionFailed(NONE_MATCH);
  const refusal = match === undefined ? undefined : matchRefusal(match, existing, call.key);
  if (refusal !== undefined) throw refusal;
}

/** The same once the bytes are there: who was deleted meanwhile is missed in other words. */
export function requireConditionsStill(call: ObjectCall): void {
  const { match } = readConditions(call);
  if (match !== undefined && objectUnder(call) === undefined) throw conflict(MATCH, call.key);
  requireWriteConditions(call);
}

/**
 * The same of an upload in parts: what came or went under its key while it went on is in conflict with it,
 * however it looks now (API Reference, CompleteMultipartUpload).
 */
export function requireUploadConditions(call: ObjectCall, upload: Upload): void {
  requireWriteConditions(call);
  const { match, isNew } = readConditions(call);
  if (isNew && upload.replacesObject === true) throw conflict(NONE_MATCH, call.key);
  const existing = match === undefined ? undefined : objectUnder(call);
  if (existing !== undefined && existing.modifiedMs > upload.initiatedMs) {
    throw conflict(MATCH, call.key);
  }
}

/** Who asks about an entity tag learns whether it is that, which takes reading (Conditional writes). */
export function conditionPermissions(call: ObjectCall): readonly Permission[] {
  const { match } = readConditions(call);
  return match === undefined ? [] : [objectPermission(call, "s3:GetObject")];
}

/** S3's answer to an `If-Match` that does not hold. */
export function matchRefusal(
  match: string,
  existing: StoredObject | undefined,
  key: string,
): Refusal | undefined {
  if (existing === undefined) return noSuchKey(key);
  return namesEtag(match, existing.etag) ? undefined : preconditionFailed(MATCH);
}

function readConditions({ request }: ObjectCall): WriteConditions {
  const match = headerOf(request, "if-match");
  const noneMatch = headerOf(request, "if-none-match");
  if (match !== undefined && noneMatch !== undefined) {
    const why = "Multiple conditional request headers present in the request";
    throw headerNotImplemented(`${MATCH},${NONE_MATCH}`, why);
  }
  if (match === "*") throw valueNotAccepted(MATCH);
  if (noneMatch !== undefined && noneMatch !== "*") throw valueNotAccepted(NONE_MATCH);
  return { match, isNew: noneMatch !== undefined };
}

function objectUnder({ lab, bucket, key }: ObjectCall): StoredObject | undefined {
  return lab.s3.objects.get([bucket.name, key]);
}

function valueNotAccepted(header: string): Refusal {
  const why = `We don't accept the provided value of ${header} header for this API`;
  return headerNotImplemented(header, why);
}

/** S3's own words for a header that it knows but does not take here. */
function headerNotImplemented(header: string, additionalMessage: string): Refusal {
  return new Refusal({
    code: "NotImplemented",
    status: 501,
    message: "A header you provided implies functionality that is not implemented",
    elements: { Header: header, additionalMessage },
  });
}

function conflict(condition: string, key: string): Refusal {
  return new Refusal({
    code: "ConditionalRequestConflict",
    status: 409,
    message:
      "The conditional request cannot succeed due to a conflicting operation against this resource.",
    elements: { Condition: condition, Key: key },
  });
}
