import type { Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { tri } from "../tri.ts";
import { type EvaluatedGate, evaluateGate } from "./evaluate-gate.ts";
import { factsOf, type RequestFacts } from "./request-facts.ts";

/** Whose resource a caller asks for. */
type Relation = "sameAccount" | "crossAccount" | "unknown" | "anonymous";

/** Both gates of a request, and how they bear on each other. */
export interface Considering {
  readonly request: AuthorizationRequest;
  readonly relation: Relation;
  /** Anonymous callers have no identity policies. */
  readonly identity?: EvaluatedGate;
  readonly resource: EvaluatedGate;
}

/** Evaluates every gate of a request. */
export function consider(request: AuthorizationRequest, layers: PolicyLayers): Considering {
  const facts = factsOf(request);
  const identity = identityGate(facts, layers);
  const resource = resourceGate(facts, layers);
  const relation = relationOf(request);
  return identity === undefined
    ? { request, relation, resource }
    : { request, relation, identity, resource };
}

function relationOf({ caller, resourceAccount }: AuthorizationRequest): Relation {
  if (caller.kind === "anonymous") return "anonymous";
  if (resourceAccount === "unknown") return "unknown";
  return caller.account === resourceAccount ? "sameAccount" : "crossAccount";
}

function identityGate(facts: RequestFacts, { identity }: PolicyLayers): EvaluatedGate | undefined {
  const { caller } = facts.request;
  if (caller.kind === "anonymous") return undefined;
  const { account } = caller;
  if (caller.kind !== "root") {
    return evaluateGate({ layer: "identity", account, policies: identity }, facts);
  }
  // No identity policy can be attached to a root user; it may do everything that nothing denies.
  const gate: Gate = {
    layer: "identity",
    account,
    allows: "yes",
    denies: "no",
    exemptBecause: "root user",
    statements: [],
  };
  return { gate, allowsEntity: "yes" };
}

function resourceGate(facts: RequestFacts, { resource }: PolicyLayers): EvaluatedGate {
  const { request } = facts;
  const account = request.resourceAccount;
  const evaluated = evaluateGate({ layer: "resource", account, policies: resource }, facts);
  const { gate } = evaluated;
  switch (isOwnersRootOnItsPolicy(request)) {
    case "no":
      return evaluated;
    case "yes":
      return {
        ...evaluated,
        gate: { ...gate, denies: "no", exemptBecause: "root user of the bucket's account" },
      };
    case "unknown":
      return { ...evaluated, gate: { ...gate, denies: gate.denies === "no" ? "no" : "unknown" } };
  }
}

/** S3 API Reference, PutBucketPolicy: the owner's root user may always, even if the policy denies it. */
function isOwnersRootOnItsPolicy({ caller, action, resourceAccount }: AuthorizationRequest): Tri {
  if (caller.kind !== "root" || !/^s3:(?:get|put|delete)bucketpolicy$/i.test(action)) return "no";
  return resourceAccount === "unknown" ? "unknown" : tri(caller.account === resourceAccount);
}

/** The gates in the order in which they are shown. */
export function gatesOf({ identity, resource }: Considering): readonly EvaluatedGate[] {
  return identity === undefined ? [resource] : [identity, resource];
}
