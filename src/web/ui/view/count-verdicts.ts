import type { Verdict } from "../../../policy/index.ts";

/** How many answers there are of each kind. */
export function countVerdicts(
  answers: readonly { readonly verdict: Verdict }[],
): Readonly<Record<Verdict, number>> {
  const counts = { allowed: 0, denied: 0, unknown: 0 };
  for (const { verdict } of answers) counts[verdict]++;
  return counts;
}
