import type { Decision, Gate, Layer, Tri } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";

/** A layer in which some statement must be added for a need. */
export interface Lack {
  readonly need: Need;
  readonly layer: Layer;
  readonly account: string;
  /** `unknown` when it may be missing. */
  readonly allows: Tri;
}

/** The layers in which an Allow is missing, or may be missing as far as we can see. */
export function lackingLayers(judgements: readonly Judgement[], facts: Facts): readonly Lack[] {
  return judgements.flatMap(({ need, decision }) =>
    lackingGates(decision, facts).map(({ layer, account, allows }) => ({
      need,
      layer,
      account,
      allows,
    })),
  );
}

function lackingGates(decision: Decision, facts: Facts): readonly Gate[] {
  if (decision.outcome === "allowed") return [];
  // One Allow is enough in one account, and the caller's own policy is the narrower place for it.
  // Where that may not be read, it may well be there already: nothing is granted on a guess.
  const place: Layer | undefined = facts.identityPolicies.known ? "identity" : undefined;
  return decision.gates.filter(({ allows, required, layer }) => {
    if (allows === "yes") return false;
    switch (required) {
      case "yes":
        return true;
      case "either":
        return layer === place;
      case "no":
        return false;
    }
  });
}
