import type { Decision } from "../../../policy/index.ts";

/** An answer in one word. */
export type Verdict = "allowed" | "denied" | "unknown";

/** A decision in one word. */
export function verdictOf({ outcome }: Pick<Decision, "outcome">): Verdict {
  switch (outcome) {
    case "allowed":
    case "unknown":
      return outcome;
    case "explicitDeny":
    case "implicitDeny":
      return "denied";
  }
}

/** How many answers there are of each kind. */
export function countVerdicts(
  decisions: readonly Pick<Decision, "outcome">[],
): Readonly<Record<Verdict, number>> {
  const counts = { allowed: 0, denied: 0, unknown: 0 };
  for (const decision of decisions) counts[verdictOf(decision)]++;
  return counts;
}
