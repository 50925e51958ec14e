import { parseArn } from "../../aws/index.ts";
import type { Decision, Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { allOf, anyOf } from "../tri.ts";
import { keyCalls } from "./key-calls.ts";

type Decide = (request: AuthorizationRequest, layers: PolicyLayers) => Decision;

/** The gate of an S3 request's keys: every KMS call that S3 makes for it must be allowed. */
export function keyGate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
  decide: Decide,
): Gate | undefined {
  const { keys } = layers;
  if (keys === undefined || !/^s3:/i.test(request.action)) return undefined;
  if (keys === "unreadable") {
    return { ...shape, account: "unknown", allows: "unknown", denies: "unknown" };
  }
  const calls = keys
    .flatMap((use) => keyCalls(request, use, layers))
    .map((call) => decide(call.request, call.layers));
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
