import { accountCaller } from "../account-caller.ts";
import type { PolicyLayers } from "../request.ts";
import { bearsOnIdentity, hasBoundary, sessionOf } from "./caller-policies.ts";
import { type EvaluatedGate, evaluateGate, exemptGate } from "./evaluate-gate.ts";
import { allOf } from "../tri.ts";
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
    session: session && sessionGate(facts, session, account),
  };
}

/** One Allow in any of several session policies is enough, unless they are to be read one by one. */
function sessionGate(
  facts: RequestFacts,
  policies: NonNullable<PolicyLayers["session"]>,
  account: string,
): EvaluatedGate {
  const gate = evaluateGate({ layer: "session", account, policies }, facts);
  if (facts.readings.sessionPolicies === "ours" || policies === "unreadable") return gate;
  const each = policies.map((policy) =>
    evaluateGate({ layer: "session", account, policies: [policy] }, facts),
  );
  return { ...gate, allows: allOf([gate.allows, ...each.map(({ allows }) => allows)]) };
}
