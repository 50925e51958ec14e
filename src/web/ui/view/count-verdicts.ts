import { type Decision, decisionVerdict, type Verdict } from "../../../policy/index.ts";

/** How many answers there are of each kind. */
export function countVerdicts(
  decisions: readonly Pick<Decision, "outcome">[],
): Readonly<Record<Verdict, number>> {
  const counts = { allowed: 0, denied: 0, unknown: 0 };
  for (const decision of decisions) counts[decisionVerdict(decision)]++;
  return counts;
}
