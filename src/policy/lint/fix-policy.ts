import { applyEdits, collide, type TextEdit } from "./edits/text-edit.ts";
import type { Fix, LintFinding } from "./finding.ts";
import { lintPolicy, type LintOptions } from "./lint-policy.ts";

/** A policy with its automatic fixes made. */
export interface FixedPolicy {
  readonly text: string;
  /** What was mended, in the order in which it was. */
  readonly fixed: readonly LintFinding[];
}

/** One fix may lay bare another finding; no policy known needs more than three rounds. */
const MAXIMUM_ROUNDS = 20;

/** Makes the automatic fixes until none is left; whatever they do not touch stays as it is written. */
export function fixPolicy(text: string, options: LintOptions): FixedPolicy {
  const fixed: LintFinding[] = [];
  let current = text;
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const chosen = chooseFixes(lintPolicy(current, options));
    if (chosen.length === 0) break;
    current = applyEdits(
      current,
      chosen.flatMap(({ fix }) => fix?.edits ?? []),
    );
    fixed.push(...chosen);
  }
  return { text: current, fixed };
}

/** Automatic fixes, as many as do not touch one another, first come first served. */
export function chooseFixes<T extends { readonly fix?: Fix | undefined }>(
  findings: readonly T[],
): readonly T[] {
  const taken: TextEdit[] = [];
  return findings.filter(({ fix }) => {
    if (fix?.automatic !== true || collide(fix.edits, taken)) return false;
    taken.push(...fix.edits);
    return true;
  });
}
