import type { Denial } from "./denial.ts";
import { type DenialRecord, readRecord } from "./read-record.ts";
import { splitRecords } from "./split-records.ts";

const SAMPLE_KEYS = 5;

/** Reads every refusal by AWS out of a tool's output; equal ones are counted together. */
export function readDenials(text: string): readonly Denial[] {
  const groups = new Map<string, Denial>();
  for (const record of splitRecords(text)) {
    const read = readRecord(record);
    if (read !== undefined) count(groups, read);
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
