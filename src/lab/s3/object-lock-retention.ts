import { invalidArgument } from "../refusal.ts";
import type { BucketObjectLock, LockMode, ObjectLock, Retention } from "../state/object-lock.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
// S3 counts a year as 365 days (S3 User Guide, Object Lock, of event holds).
const UNIT_MS = { Days: DAY_MS, Years: 365 * DAY_MS } as const;

/** A mode as it stands in headers and documents: S3 takes no other case. */
export function isLockMode(text: string): text is LockMode {
  return text === "GOVERNANCE" || text === "COMPLIANCE";
}

/** What a bucket gives to a version that has no retention of its own. */
export function lockByDefault(lock: BucketObjectLock | undefined, createdMs: number): ObjectLock {
  const byDefault = lock?.defaultRetention;
  if (byDefault === undefined) return {};
  const { mode, unit, count } = byDefault;
  return { retention: { mode, untilMs: createdMs + count * UNIT_MS[unit] } };
}

/** The value of `s3:object-lock-remaining-retention-days`; how AWS rounds is not documented. */
export function remainingDays({ untilMs }: Retention, nowMs: number): string {
  return String(Math.ceil((untilMs - nowMs) / DAY_MS));
}

/** Refuses a retention that is over already; the argument has a name and the value that was sent. */
export function requireFuture(
  untilMs: number,
  nowMs: number,
  [name, value]: readonly [string, string],
): void {
  if (untilMs > nowMs) return;
  throw invalidArgument("The retain until date must be in the future!", name, value);
}
