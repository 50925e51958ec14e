import type { Diagnosis } from "../access/index.ts";
import { explainText } from "./explain-text.ts";

/** Failures of a run that read alike but for their keys. */
export interface FailureKind {
  /** What the first of them said. */
  readonly line: string;
  readonly count: number;
  /** Some of the keys. */
  readonly keys: readonly string[];
}

/** Says once for each cause what failed, most frequent first. */
export function explainFailures(kinds: readonly FailureKind[]): readonly Diagnosis[] {
  const causes = new Map<string, Diagnosis>();
  for (const kind of kinds) {
    for (const diagnosis of explainText(kind.line)) add(causes, diagnosis, kind);
  }
  return [...causes.values()].sort((a, b) => b.denial.count - a.denial.count);
}

const SAMPLE_KEYS = 5;

function add(causes: Map<string, Diagnosis>, found: Diagnosis, kind: FailureKind): void {
  const { code, denial } = found;
  const { action, operation, bucket, layer, principal, policyArn } = denial;
  const cause = JSON.stringify([
    [code, denial.code, action, operation, bucket],
    [layer, principal, policyArn],
  ]);
  const known = causes.get(cause);
  const keys = [...(known?.denial.sampleKeys ?? []), ...kind.keys];
  causes.set(cause, {
    ...(known ?? found),
    denial: {
      ...(known ?? found).denial,
      count: (known?.denial.count ?? 0) + kind.count,
      sampleKeys: [...new Set(keys)].slice(0, SAMPLE_KEYS),
    },
  });
}
