import { accountCaller } from "../account-caller.ts";
import type { Tri } from "../decision.ts";
import type { Caller } from "../request.ts";

/** Whether a caller belongs to one of these accounts, of which some may be `unknown`. */
export function isOfAccounts(caller: Caller, accounts: readonly string[]): Tri {
  const mine = accountCaller(caller)?.account;
  if (mine === undefined) return "no";
  if (accounts.includes(mine)) return "yes";
  return accounts.includes("unknown") ? "unknown" : "no";
}
