import type { Decision, Tri } from "../decision.ts";

/**
 * A Deny that is known wins over everything, whatever else is unknown; without one, nobody gets in
 * where too little allows, whatever else may deny.
 */
export function outcomeOf(allows: Tri, denies: Tri): Decision["outcome"] {
  if (denies === "yes") return "explicitDeny";
  if (allows === "no") return "implicitDeny";
  return allows === "yes" && denies === "no" ? "allowed" : "unknown";
}
