import type { Layer } from "../decision.ts";
import { allowsOverall } from "./allows-overall.ts";
import { type Considering, gatesOf } from "./consider.ts";

/**
 * The layer that AWS's text names. Within an account it is the identity's. Across accounts,
 * measured: the identity's only when the resource policy allows the caller itself or its role;
 * when it allows the account or nobody, the resource's, even if the identity's Allow is missing.
 */
export function namedLayer({ relation, identity, resource }: Considering): Layer {
  switch (relation) {
    case "anonymous":
      return "resource";
    case "sameAccount":
      return "identity";
    case "crossAccount":
    case "unknown":
      if (identity?.gate.allows !== "no") return "resource";
      return resource.allowsEntity === "no" ? "resource" : "identity";
  }
}

/** Other gates that would refuse when the named one is opened. */
export function maskedBy(of: Considering, named: Layer): readonly Layer[] {
  const overall = allowsOverall(of);
  return gatesOf(of)
    .map(({ gate }) => gate)
    .filter(({ layer, allows, denies }) => {
      if (layer === named) return false;
      if (denies === "yes") return true;
      // Within an account the resource policy's silence alone refuses nothing.
      const needed = of.relation === "sameAccount" ? layer === "identity" : true;
      return overall === "no" && allows === "no" && needed;
    })
    .map(({ layer }) => layer);
}
