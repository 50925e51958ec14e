import type { Decision } from "../decision.ts";
import { matchesGlob } from "../match/glob.ts";
import { compilePattern } from "../match/text-pattern.ts";
import type { KeySet, Residual } from "./residual.ts";

/** What a residual says of one object, named as `bucket/key`; `unknown` for one that was not asked about. */
export function outcomeForKey(residual: Residual, key: string): Decision["outcome"] {
  if ("all" in residual) return residual.all;
  return residual.cases.find(({ keys }) => contains(keys, key))?.outcome ?? "unknown";
}

function contains({ patterns, except }: KeySet, key: string): boolean {
  const matches = (text: string): boolean => matchesPattern(text, key);
  return patterns.some(matches) && !except.some(matches);
}

function matchesPattern(text: string, key: string): boolean {
  const pattern = compilePattern(text, { variables: true, wildcards: true, folded: false });
  return pattern.kind === "fixed" && matchesGlob(pattern.glob, key);
}
