import type { ExplainedGate, Explanation } from "./explanation.ts";

/** The gates that a request fails at, each by itself enough to refuse it, but for those of `either`. */
export interface RefusingGates {
  readonly denying: readonly ExplainedGate[];
  readonly silent: readonly ExplainedGate[];
  /** Nothing in any of them allows, where one would be enough. */
  readonly either: readonly ExplainedGate[];
}

/** Every gate that refuses, those that deny apart from those that are just silent. */
export function refusingGates({ gates }: Explanation): RefusingGates {
  const bound = gates.filter(({ exemptBecause }) => exemptBecause === undefined);
  const silent = bound.filter(({ allows, required }) => allows === "no" && required !== "no");
  const denying = gates.filter(({ denies }) => denies === "yes");
  const choice = bound.filter(({ required }) => required === "either");
  // Where one of them may allow, the silence of the other refuses nothing for certain.
  const isOpen = choice.some(({ allows }) => allows === "unknown");
  const either = isOpen ? [] : silent.filter(({ required }) => required === "either");
  const isChoice = either.length > 1;
  return {
    denying,
    silent: silent.filter(
      (gate) =>
        !denying.includes(gate) &&
        (gate.required === "yes" || (!isChoice && either.includes(gate))),
    ),
    either: isChoice ? either : [],
  };
}
