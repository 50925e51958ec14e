import * as v from "valibot";
import { fieldsOf } from "./written-shapes.ts";

/** Object Lock of a bucket as people write it: `{}` when new objects are not kept by themselves. */
export interface WrittenObjectLock {
  readonly defaultRetention?:
    | {
        readonly mode: "GOVERNANCE" | "COMPLIANCE";
        readonly days?: number | undefined;
        readonly years?: number | undefined;
      }
    | undefined;
}

const MODES = ["GOVERNANCE", "COMPLIANCE"] as const;

// S3 User Guide, Locking objects with Object Lock: the maximum retention period is 100 years.
function count(name: string, most: number): v.GenericSchema<unknown, number | undefined> {
  const rule = `\`${name}\` is a whole number from 1 to ${most}`;
  return v.optional(
    v.pipe(v.number(rule), v.integer(rule), v.minValue(1, rule), v.maxValue(most, rule)),
  );
}

/** Checks the Object Lock of a bucket. */
export const objectLock: v.GenericSchema<unknown, WrittenObjectLock> = fieldsOf({
  defaultRetention: v.optional(
    v.pipe(
      fieldsOf({
        mode: v.picklist(MODES, "a retention's mode is `GOVERNANCE` or `COMPLIANCE`"),
        days: count("days", 36_500),
        years: count("years", 100),
      }),
      v.check(
        ({ days, years }) => (days === undefined) !== (years === undefined),
        "a default retention has either `days` or `years`",
      ),
    ),
  ),
});
