import { accountCaller } from "../../policy/index.ts";
import { accessDenied } from "../authorize.ts";
import type { QueryCall, QueryOperation } from "../query/query-call.ts";
import { openSession } from "./open-session.ts";
import { readSessionSeconds } from "./session-duration.ts";

// STS API Reference, GetSessionToken and GetFederationToken.
const DAY_AND_A_HALF = 129_600;
const TWELVE_HOURS = 43_200;
const HOUR = 3600;

/** How long the session of a user lasts; the root user's, an hour at most. */
export function readUserSeconds(call: QueryCall): number {
  const isRoot = call.identity.caller.kind === "root";
  const seconds = readSessionSeconds(call, {
    standard: isRoot ? HOUR : TWELVE_HOURS,
    max: DAY_AND_A_HALF,
  });
  return isRoot ? Math.min(seconds, HOUR) : seconds;
}

/** Refuses whoever has temporary keys already. */
export function requireLastingKeys(call: QueryCall, operation: string): void {
  if (call.identity.isTemporary !== true) return;
  throw accessDenied(`Cannot call ${operation} with session credentials`);
}

/** No policy controls it: it only authenticates (IAM User Guide, Permissions for GetSessionToken). */
export const getSessionToken: QueryOperation = {
  name: "GetSessionToken",
  parameters: ["DurationSeconds"],
  access: [],
  writes: true,
  permissions: () => [],
  run(call) {
    requireLastingKeys(call, "GetSessionToken");
    const caller = accountCaller(call.identity.caller);
    if (caller === undefined) throw accessDenied();
    return openSession(call, { caller, seconds: readUserSeconds(call) });
  },
};
