import { decidePermission, type Permission } from "../authorize.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { invalidArgument, invalidRequest, type Refusal } from "../refusal.ts";
import type { ObjectLock, Retention } from "../state/object-lock.ts";
import type { StoredObject } from "../state/stored-object.ts";
import {
  isLockMode,
  lockByDefault,
  remainingDays,
  requireFuture,
} from "./object-lock-retention.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";

const MODE = "x-amz-object-lock-mode";
const UNTIL = "x-amz-object-lock-retain-until-date";
const HOLD = "x-amz-object-lock-legal-hold";

/** Headers by which a writer protects a new version. */
export const OBJECT_LOCK_HEADERS: readonly string[] = [MODE, UNTIL, HOLD];

/** What protects a new version by its headers; S3 reads them before it looks at the bucket. */
export function lockOfHeaders({ lab, bucket, request }: ObjectCall): ObjectLock {
  const retention = readRetention(request, lab.now());
  const hasLegalHold = readLegalHold(request);
  if (retention === undefined && hasLegalHold === undefined) return {};
  if (bucket.objectLock === undefined) {
    throw invalidRequest("Bucket is missing ObjectLockConfiguration");
  }
  return { ...(retention && { retention }), ...(hasLegalHold !== undefined && { hasLegalHold }) };
}

/**
 * What a write takes that protects what it writes (S3 User Guide, Required permissions for S3 API
 * operations, PutObject).
 */
export function lockPermissions(call: ObjectCall): readonly Permission[] {
  const { request } = call;
  return [
    ...(headerOf(request, MODE) === undefined
      ? []
      : [objectPermission(call, "s3:PutObjectRetention", retentionContext(call))]),
    ...(headerOf(request, HOLD) === undefined
      ? []
      : [objectPermission(call, "s3:PutObjectLegalHold")]),
  ];
}

/** The condition key that is in no header. */
export function retentionContext({ lab, request }: ObjectCall): Readonly<Record<string, string>> {
  const retention = readRetention(request, lab.now());
  return retention === undefined
    ? {}
    : { "s3:object-lock-remaining-retention-days": remainingDays(retention, lab.now()) };
}

/** What protects a copy: nothing of what protects its source (S3 User Guide, Copying objects). */
export function lockOfCopy(call: ObjectCall): ObjectLock {
  return { ...lockByDefault(call.bucket.objectLock, call.lab.now()), ...lockOfHeaders(call) };
}

/** What protects a version that is written in one request, by its headers or its bucket. */
export function lockOfWrite(call: ObjectCall): ObjectLock {
  const lock = lockOfCopy(call);
  if (isProtecting(lock) && !call.payload.hasIntegrity) throw missingIntegrity("Object");
  return lock;
}

/** Refuses a part of a protected upload without a sum over it. */
export function requirePartIntegrity({ payload }: ObjectCall, lock: ObjectLock): void {
  if (isProtecting(lock) && !payload.hasIntegrity) throw missingIntegrity("Part");
}

function isProtecting({ retention, hasLegalHold }: ObjectLock): boolean {
  return retention !== undefined || hasLegalHold !== undefined;
}

function missingIntegrity(of: "Object" | "Part"): Refusal {
  return invalidRequest(
    `Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${of} requests with Object Lock parameters`,
  );
}

/** Headers that say what protects an object, as far as its reader may know. */
export function lockHeaders(
  call: ObjectCall,
  { retention, hasLegalHold }: StoredObject,
): Readonly<Record<string, string>> {
  return {
    ...(retention !== undefined &&
      mayAsk(call, "s3:GetObjectRetention") && {
        [MODE]: retention.mode,
        [UNTIL]: new Date(retention.untilMs).toISOString(),
      }),
    ...(hasLegalHold !== undefined &&
      mayAsk(call, "s3:GetObjectLegalHold") && { [HOLD]: hasLegalHold ? "ON" : "OFF" }),
  };
}

function mayAsk(call: ObjectCall, action: string): boolean {
  return decidePermission(call, objectPermission(call, action)).outcome === "allowed";
}

function readRetention(request: LabRequest, nowMs: number): Retention | undefined {
  const mode = headerOf(request, MODE);
  const until = headerOf(request, UNTIL);
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) {
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      mode === undefined ? MODE : UNTIL,
      "",
    );
  }
  if (!isLockMode(mode)) throw invalidArgument("Unknown wormMode directive.", MODE, mode);
  const untilMs = /^\d{4}-\d\d-\d\dT/.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(untilMs)) {
    throw invalidArgument(
      "The retain until date must be provided in ISO 8601 format",
      UNTIL,
      until,
    );
  }
  requireFuture(untilMs, nowMs, [UNTIL, until]);
  return { mode, untilMs };
}

function readLegalHold(request: LabRequest): boolean | undefined {
  const text = headerOf(request, HOLD);
  if (text === undefined || text === "ON" || text === "OFF") return text && text === "ON";
  throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", HOLD, text);
}
