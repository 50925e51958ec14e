import type { AuthorizationRequest } from "../request.ts";

/** Whose resource a caller asks for. */
export type Relation = "sameAccount" | "crossAccount" | "unknown" | "anonymous";

export function relationOf({ caller, resourceAccount }: AuthorizationRequest): Relation {
  if (caller.kind === "anonymous") return "anonymous";
  if (resourceAccount === "unknown") return "unknown";
  return caller.account === resourceAccount ? "sameAccount" : "crossAccount";
}
