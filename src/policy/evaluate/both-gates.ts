import { both, either } from "../tri.ts";
import type { EvaluatedGate } from "./evaluate-gate.ts";

/** One gate that must let two requests pass; it shows the statements of the one that it holds up. */
export function bothGates(
  one: EvaluatedGate | undefined,
  other: EvaluatedGate | undefined,
): EvaluatedGate | undefined {
  if (one === undefined || other === undefined) return one;
  const shown = one.allows === "yes" && one.denies === "no" ? other : one;
  return {
    ...shown,
    allows: both(one.allows, other.allows),
    denies: either(one.denies, other.denies),
  };
}
