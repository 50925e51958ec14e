import type { Decision, Gate, Layer } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";

/** A layer in which some statement must be added for a need. */
export interface Lack {
  readonly need: Need;
  readonly layer: Layer;
  readonly account: string;
}

/** The layers in which an Allow is missing, or may be missing as far as we can see. */
export function lackingLayers(judgements: readonly Judgement[], facts: Facts): readonly Lack[] {
  return judgements.flatMap(({ need, decision }) =>
    lackingGates(decision, isResourceReadable(need, facts), facts).map(({ layer, account }) => ({
      need,
      layer,
      account,
    })),
  );
}

function lackingGates(decision: Decision, isResourceKnown: boolean, facts: Facts): readonly Gate[] {
  if (decision.outcome === "allowed") return [];
  const silent = decision.gates.filter(
    ({ allows, exemptBecause }) => allows !== "yes" && exemptBecause === undefined,
  );
  switch (decision.combination) {
    case "all":
      return silent;
    case "any": {
      if (decision.gates.some(isEnoughInOneAccount)) return [];
      // One Allow is enough in one account; the caller's own policy is the narrower place for it.
      const place: Layer =
        facts.identityPolicies.known || !isResourceKnown ? "identity" : "resource";
      return silent.filter(({ layer }) => layer === place);
    }
  }
}

/** In one account a bucket policy is enough by itself only when it names the caller or its role. */
function isEnoughInOneAccount({ layer, allows, statements }: Gate): boolean {
  switch (layer) {
    case "identity":
      return allows === "yes";
    case "resource":
      return statements.some(
        ({ effect, matches, matchClass }) =>
          effect === "Allow" &&
          matches === "yes" &&
          (matchClass === "direct" || matchClass === "role"),
      );
  }
}

function isResourceReadable({ bucket }: Need, facts: Facts): boolean {
  return facts.buckets.get(bucket)?.policy.known === true;
}
