import {
  type AuthorizationRequest,
  type Decision,
  decide,
  decisionVerdict,
  type PolicyLayers,
  type Residual,
  residualOf,
  type Verdict,
} from "../../policy/index.ts";

/** The decision for every key under a prefix; with the answer of each set of keys where they differ. */
export function decidePrefix(
  request: AuthorizationRequest,
  layers: PolicyLayers,
): { readonly decision: Decision; readonly residual?: Residual } {
  const decision = decide(request, layers);
  if (decision.outcome !== "unknown") return { decision };
  const residual = residualOf(request, layers);
  switch (commonAnswer(residual)) {
    case "allowed":
    case "denied":
      // Each key for a reason of its own, perhaps; the reason shown is that of the shortest.
      return { decision: decide({ ...request, anyKeyUnder: false }, layers) };
    case "unknown":
      return { decision };
    case "differs":
      return { decision, residual };
  }
}

function commonAnswer(residual: Residual): Verdict | "differs" {
  if ("all" in residual) return decisionVerdict({ outcome: residual.all });
  const [first = "unknown", ...others] = new Set(residual.cases.map(decisionVerdict));
  return others.length === 0 ? first : "differs";
}
