import type { Tri } from "../decision.ts";
import { isCanonicalId } from "../principal-name.ts";
import type { PolicyLayers } from "../request.ts";
import { tri } from "../tri.ts";

/** Whether a canonical user id is an account's; of an account whose own nobody told, it may be. */
export function isCanonicalIdOf(
  account: string | undefined,
  id: string,
  { canonicalIds }: Pick<PolicyLayers, "canonicalIds">,
): Tri {
  if (account === undefined) return "no";
  return isThisId(canonicalIds?.get(account), id);
}

/** Whether an id, if it is told, is this one. What stands in for Amazon EC2 or for anonymous writers is no account's. */
export function isThisId(own: string | undefined, id: string): Tri {
  if (own !== undefined) return tri(own === id);
  return isCanonicalId(id) ? "unknown" : "no";
}
