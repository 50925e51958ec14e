import { accessDenied, type Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { invalidArgument, invalidRequest, type Refusal } from "../refusal.ts";
import type { ObjectLock, Retention } from "../state/object-lock.ts";
import { type BucketCall, objectPermission, type ObjectCall } from "./s3-call.ts";

const BYPASS = "x-amz-bypass-governance-retention";

/** The header by which who may bypasses governance mode. */
export const BYPASS_HEADERS: readonly string[] = [BYPASS];

/** Whose requests go beyond governance mode, and when. */
export interface Bypass {
  readonly bypasses: boolean;
  readonly nowMs: number;
}

/** Reads whether a request bypasses governance mode, and when it does. */
export function readBypass({ lab, bucket, request }: BucketCall): Bypass {
  const text = headerOf(request, BYPASS);
  if (text !== undefined && bucket.objectLock === undefined) {
    throw invalidArgument(
      `${BYPASS} is only applicable to Object Lock enabled buckets.`,
      BYPASS,
      text,
    );
  }
  return { bypasses: text?.toLowerCase() === "true", nowMs: lab.now() };
}

/** Who sends the header has to have the right, whatever it meets (API Reference, DeleteObject). */
export function bypassPermissions(call: ObjectCall): readonly Permission[] {
  const isSent = headerOf(call.request, BYPASS)?.toLowerCase() === "true";
  return isSent ? [objectPermission(call, "s3:BypassGovernanceRetention")] : [];
}

/** Whether a version may not be deleted (S3 User Guide, Locking objects with Object Lock). */
export function isLocked({ retention, hasLegalHold }: ObjectLock, bypass: Bypass): boolean {
  return hasLegalHold === true || (retention !== undefined && isRetained(retention, bypass));
}

/** Whether a version's retention may become another one, or none: longer it always may. */
export function mayRetain(
  before: Retention | undefined,
  after: Retention | undefined,
  bypass: Bypass,
): boolean {
  if (before === undefined || !isRetained(before, bypass)) return true;
  return after !== undefined && after.mode === before.mode && after.untilMs >= before.untilMs;
}

function isRetained({ mode, untilMs }: Retention, { bypasses, nowMs }: Bypass): boolean {
  return untilMs > nowMs && !(mode === "GOVERNANCE" && bypasses);
}

/** S3's answer to who would take a protection away. */
export function objectLocked(): Refusal {
  return accessDenied("Access Denied because object protected by object lock.");
}

/** Refuses to protect a version where the bucket has no Object Lock. */
export function requireObjectLock({ bucket }: BucketCall): void {
  if (bucket.objectLock !== undefined) return;
  throw invalidRequest("Bucket is missing Object Lock Configuration");
}
