import type { Denial } from "./denial.ts";
import { takeAccessLog } from "./read-access-log.ts";
import { takeEvents } from "./read-events.ts";
import { type DenialRecord, readRecord } from "./read-record.ts";
import { splitRecords } from "./split-records.ts";

const SAMPLE_KEYS = 5;

/** Reads every refusal by AWS out of a tool's output; equal ones are counted together. */
export function readDenials(text: string): readonly Denial[] {
  const { records: events, rest: withoutEvents } = takeEvents(text);
  const { records: logged, rest } = takeAccessLog(withoutEvents);
  const records = splitRecords(rest);
  const firstHand = records.filter((record) => !isSummary(record)).map(readRecord);
  const denials = groupDenials([...events, ...logged, ...firstHand]);
  return denials.length > 0 ? denials : groupDenials(records.filter(isSummary).map(readRecord));
}

/** rclone repeats the last error of an attempt, and of the run, after the error itself. */
function isSummary(record: string): boolean {
  return /Attempt \d+\/\d+ failed with|\d NOTICE: Failed to |\d\d:\d\d Failed to /.test(
    record.slice(0, 200),
  );
}

function groupDenials(records: readonly (DenialRecord | undefined)[]): readonly Denial[] {
  const groups = new Map<string, Denial>();
  for (const record of records) {
    if (record !== undefined) count(groups, record);
  }
  return withoutEchoes([...groups.values()]);
}

function count(groups: Map<string, Denial>, { denial, key }: DenialRecord): void {
  // The key differs from line to line where the cause does not.
  const identity = JSON.stringify([
    denial.code,
    denial.operation,
    denial.principal,
    denial.action,
    denial.bucket,
    denial.sourceBucket,
    denial.destinationBucket,
    denial.layer,
    denial.effect,
    denial.policyArn,
    denial.encodedMessage,
  ]);
  const known = groups.get(identity);
  const sampleKeys = [...(known?.sampleKeys ?? [])];
  if (key !== undefined && sampleKeys.length < SAMPLE_KEYS && !sampleKeys.includes(key)) {
    sampleKeys.push(key);
  }
  const first = known ?? denial;
  groups.set(identity, { ...first, count: (known?.count ?? 0) + 1, sampleKeys });
}

/** Python tools print their own `PermissionError` after the error of AWS that caused it. */
function withoutEchoes(denials: readonly Denial[]): readonly Denial[] {
  const told = denials.filter(({ code, operation }) => code !== "403" || operation !== undefined);
  return told.length === 0 ? denials : told;
}
