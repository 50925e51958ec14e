import { parseArn } from "../../aws/index.ts";
import { isAboutKey, worksAcrossAccounts } from "../key/about-key.ts";
import { keyGrantGate } from "../key/key-grant-gate.ts";
import { keyPolicyGate } from "../key/key-policy-gate.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { callerGates } from "./caller-gates.ts";
import { type EvaluatedGate, evaluateGate } from "./evaluate-gate.ts";
import { resourceControlGate, serviceControlGate } from "./organization-gates.ts";
import { type Relation, relationOf } from "./relation-of.ts";
import { factsOf, type RequestFacts } from "./request-facts.ts";
import { isAboutTrust, isOwnersRootOnItsPolicy } from "./special-actions.ts";

/** All gates of a request, and how they bear on each other. */
export interface Considering {
  readonly request: AuthorizationRequest;
  readonly relation: Relation;
  readonly serviceControl?: EvaluatedGate | undefined;
  readonly resourceControl?: EvaluatedGate | undefined;
  readonly vpcEndpoint?: EvaluatedGate | undefined;
  /** Callers of no account have no identity policies, boundary or session. */
  readonly identity?: EvaluatedGate | undefined;
  readonly boundary?: EvaluatedGate | undefined;
  readonly session?: EvaluatedGate | undefined;
  /** Bucket policy, trust policy or key policy. */
  readonly resource: EvaluatedGate;
  readonly keyGrant?: EvaluatedGate | undefined;
  /** Whether the request works for resources of other accounts; it does unless set. */
  readonly onlyWithin?: boolean;
}

/** Evaluates every gate of a request. */
export function consider(request: AuthorizationRequest, layers: PolicyLayers): Considering {
  const facts = factsOf(request, layers);
  return {
    request,
    relation: relationOf(request),
    serviceControl: serviceControlGate(facts, layers),
    resourceControl: resourceControlGate(facts, layers),
    vpcEndpoint: endpointGate(facts, layers),
    ...callerGates(facts, layers),
    resource: resourceGate(facts, layers),
    keyGrant: keyGrantGate(facts, layers),
    onlyWithin: isAboutKey(request) && !worksAcrossAccounts(facts.action),
  };
}

/**
 * The gates in the order in which they are shown. A Deny in an earlier one is named before a Deny in
 * a later one: measured for identity before resource, the others follow AWS's flow of an evaluation.
 */
export function gatesOf(of: Considering): readonly EvaluatedGate[] {
  const { serviceControl, resourceControl, vpcEndpoint, identity, boundary, session } = of;
  const gates: EvaluatedGate[] = [];
  if (serviceControl !== undefined) gates.push(serviceControl);
  if (resourceControl !== undefined) gates.push(resourceControl);
  if (vpcEndpoint !== undefined) gates.push(vpcEndpoint);
  if (identity !== undefined) gates.push(identity);
  if (boundary !== undefined) gates.push(boundary);
  if (session !== undefined) gates.push(session);
  if (of.keyGrant !== undefined) gates.push(of.keyGrant);
  gates.push(of.resource);
  return gates;
}

/** A gateway endpoint takes an account for its root user alone (Amazon VPC User Guide, Endpoint policies). */
function endpointGate(
  facts: RequestFacts,
  { vpcEndpoint: policy }: PolicyLayers,
): EvaluatedGate | undefined {
  if (policy === undefined) return undefined;
  const layer = "vpcEndpoint";
  if (policy === "unreadable") {
    return evaluateGate({ layer, account: "unknown", policies: policy }, facts);
  }
  const account = parseArn(policy.attachedTo)?.account ?? "";
  const accountIsRoot = policy.type === "gateway";
  return evaluateGate(
    { layer, account: account || "unknown", policies: [policy], accountIsRoot },
    facts,
  );
}

function resourceGate(facts: RequestFacts, { resource }: PolicyLayers): EvaluatedGate {
  const { request } = facts;
  const account = request.resourceAccount;
  if (isAboutKey(request)) return keyPolicyGate(facts, resource);
  const layer = isAboutTrust(facts.action) ? "roleTrust" : "resource";
  const gate = evaluateGate({ layer, account, policies: resource }, facts);
  switch (isOwnersRootOnItsPolicy(request, facts.action)) {
    case "no":
      return gate;
    case "yes":
      return { ...gate, denies: "no", exemptBecause: "root user of the bucket's account" };
    case "unknown":
      return { ...gate, denies: gate.denies === "no" ? "no" : "unknown" };
  }
}
