import { both, either } from "../tri.ts";
import type { EvaluatedGate } from "./evaluate-gate.ts";

/** One gate that must let two requests pass; it shows the statements of the one that it holds up. */
export function bothGates(
  one: EvaluatedGate | undefined,
  other: EvaluatedGate | undefined,
): EvaluatedGate | undefined {
  if (one === undefined || other === undefined) return one;
  return {
    ...(holdsUp(one, other) ? one : other),
    allows: both(one.allows, other.allows),
    denies: either(one.denies, other.denies),
  };
}

/** A Deny decides, whichever it is in. */
function holdsUp(one: EvaluatedGate, other: EvaluatedGate): boolean {
  if (one.denies === "yes" || other.denies === "yes") return one.denies === "yes";
  return one.allows !== "yes" || one.denies !== "no";
}
