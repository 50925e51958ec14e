import { accountCaller } from "../account-caller.ts";
import type { AuthorizationRequest } from "../request.ts";

/** Whose resource a caller asks for; `noAccount` is known to AWS but belongs to none. */
export type Relation = "sameAccount" | "crossAccount" | "unknown" | "anonymous" | "noAccount";

export function relationOf({ caller, resourceAccount }: AuthorizationRequest): Relation {
  if (caller.kind === "anonymous") return "anonymous";
  const insider = accountCaller(caller);
  if (insider === undefined) return "noAccount";
  if (resourceAccount === "unknown") return "unknown";
  return insider.account === resourceAccount ? "sameAccount" : "crossAccount";
}
