/** How firmly an object is kept: against all but those who may bypass it, or against all. */
export type LockMode = "GOVERNANCE" | "COMPLIANCE";

/** Until when a version may not be deleted. */
export interface Retention {
  readonly mode: LockMode;
  readonly untilMs: number;
}

/** What protects a version; a legal hold that was lifted is `false`. */
export interface ObjectLock {
  readonly retention?: Retention;
  readonly hasLegalHold?: boolean;
}

/** Object Lock of a bucket: once it is there, it stays. */
export interface BucketObjectLock {
  /** What becomes of versions that come without a retention of their own. */
  readonly defaultRetention?: {
    readonly mode: LockMode;
    readonly unit: "Days" | "Years";
    readonly count: number;
  };
}
