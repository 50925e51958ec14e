import { accountCaller } from "../account-caller.ts";
import type { PolicyLayers } from "../request.ts";
import { bearsOnIdentity, hasBoundary, sessionOf } from "./caller-policies.ts";
import { type EvaluatedGate, evaluateGate, exemptGate } from "./evaluate-gate.ts";
import type { RequestFacts } from "./request-facts.ts";

interface CallerGates {
  readonly identity?: EvaluatedGate | undefined;
  readonly boundary?: EvaluatedGate | undefined;
  readonly session?: EvaluatedGate | undefined;
}

/** The gates of the caller's own policies; whoever belongs to no account has none. */
export function callerGates(facts: RequestFacts, layers: PolicyLayers): CallerGates {
  const caller = accountCaller(facts.request.caller);
  if (caller === undefined) return {};
  const { account } = caller;
  const { identity, boundary } = layers;
  const session = sessionOf(caller, layers);
  return {
    identity: bearsOnIdentity(caller)
      ? evaluateGate({ layer: "identity", account, policies: identity }, facts)
      : exemptGate("identity", account, "root user"),
    boundary:
      boundary === undefined || !hasBoundary(caller)
        ? undefined
        : evaluateGate(
            {
              layer: "boundary",
              account,
              policies: boundary === "unreadable" ? boundary : [boundary],
            },
            facts,
          ),
    session: session && evaluateGate({ layer: "session", account, policies: session }, facts),
  };
}
