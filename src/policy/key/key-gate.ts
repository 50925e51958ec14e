import { parseArn } from "../../aws/index.ts";
import type { Decision, Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { allOf, anyOf } from "../tri.ts";
import { keyCallsOf } from "./key-calls.ts";
import type { KeyFacts } from "./key-facts.ts";

type Decide = (request: AuthorizationRequest, layers: PolicyLayers) => Decision;

/** The gate of an S3 request's keys: every KMS call that S3 makes for it must be allowed. */
export function keyGate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
  decide: Decide,
): Gate | undefined {
  const { keys } = layers;
  if (keys === undefined) return undefined;
  if (keys === "unreadable") {
    return { ...shape, account: "unknown", allows: "unknown", denies: "unknown" };
  }
  const calls = keys.flatMap((use) =>
    keyCallsOf(request, use, layers).map((call) => decide(call, layersOfCall(use.key, layers))),
  );
  const refused = calls.find(isRefused) ?? calls[0];
  return {
    ...shape,
    account: parseArn(refused?.request.resource ?? "")?.account ?? "unknown",
    allows: allOf(calls.map(allowsOf)),
    denies: anyOf(calls.map(deniesOf)),
    calls,
  };
}

const shape = { layer: "key", required: "yes", statements: [] } as const;

/**
 * What bears on the caller bears on the call as well; the endpoint that the S3 request came through
 * does not (AWS KMS Developer Guide, Using VPC endpoint conditions).
 */
function layersOfCall(key: KeyFacts, layers: PolicyLayers): PolicyLayers {
  const { identity, boundary, session, serviceControl, canonicalIds, managementAccounts } = layers;
  return {
    identity,
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(serviceControl && { serviceControl }),
    ...(canonicalIds && { canonicalIds }),
    ...(managementAccounts && { managementAccounts }),
    ...(key.resourceControl && { resourceControl: key.resourceControl }),
    resource: key.policy,
    grants: key.grants,
    keyState: key.state,
  };
}

export type Refused = Extract<Decision, { outcome: "explicitDeny" | "implicitDeny" }>;

export function isRefused(decision: Decision): decision is Refused {
  return decision.outcome === "explicitDeny" || decision.outcome === "implicitDeny";
}

function allowsOf({ outcome }: Decision): Tri {
  switch (outcome) {
    case "allowed":
      return "yes";
    case "explicitDeny":
    case "implicitDeny":
      return "no";
    case "unknown":
      return "unknown";
  }
}

function deniesOf({ outcome }: Decision): Tri {
  switch (outcome) {
    case "explicitDeny":
      return "yes";
    case "allowed":
    case "implicitDeny":
      return "no";
    case "unknown":
      return "unknown";
  }
}
