import * as v from "valibot";
import { said } from "../../aws/index.ts";
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
  const rule = said(
    `\`${name}\` is a whole number from 1 to ${most}`,
    `\`${name}\` は 1 ～ ${most} の整数です`,
  );
  return v.optional(
    v.pipe(v.number(rule), v.integer(rule), v.minValue(1, rule), v.maxValue(most, rule)),
  );
}

/** Checks the Object Lock of a bucket. */
export const objectLock: v.GenericSchema<unknown, WrittenObjectLock> = fieldsOf({
  defaultRetention: v.optional(
    v.pipe(
      fieldsOf({
        mode: v.picklist(
          MODES,
          said(
            "a retention's mode is `GOVERNANCE` or `COMPLIANCE`",
            "保持モードは `GOVERNANCE` か `COMPLIANCE` です",
          ),
        ),
        days: count("days", 36_500),
        years: count("years", 100),
      }),
      v.check(
        ({ days, years }) => (days === undefined) !== (years === undefined),
        said(
          "a default retention has either `days` or `years`",
          "デフォルトの保持期間には `days` と `years` のどちらか一方を書いてください",
        ),
      ),
    ),
  ),
});
