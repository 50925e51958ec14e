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
import { atAccessPoint, atBucket } from "../s3/access-point-request.ts";
import { type S3Gates, s3Gates } from "../s3/s3-gates.ts";
import { bothGates } from "./both-gates.ts";
import { isOwnersRootOnItsPolicy, isRole, isTrustAction } from "./special-actions.ts";

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
  /** Only where settings of S3 bear on the request. */
  readonly s3?: S3Gates | undefined;
  /** Bucket policy, trust policy or key policy. */
  readonly resource: EvaluatedGate;
  readonly keyGrant?: EvaluatedGate | undefined;
  /** Whether the request works for resources of other accounts; it does unless set. */
  readonly onlyWithin?: boolean;
}

/** Evaluates every gate of a request. */
export function consider(asked: AuthorizationRequest, layers: PolicyLayers): Considering {
  const request = atAccessPoint(asked, layers);
  const facts = factsOf(request, layers);
  const below = factsAtBucket(facts, layers);
  const s3 = s3Gates(facts, below, layers);
  return {
    request,
    relation: s3?.relation ?? relationOf(request),
    serviceControl: serviceControlGate(facts, layers),
    resourceControl: resourceControlGate(facts, layers),
    vpcEndpoint: bothGates(
      endpointGate(facts, layers),
      below === facts ? undefined : askedBelow(endpointGate(below, layers), below),
    ),
    ...callerGates(facts, layers),
    resource: reachOf(
      below === facts
        ? resourceGate(facts, layers)
        : askedBelow(resourceGate(below, layers), below),
      s3,
    ),
    s3,
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
  if (of.s3?.accessPoint !== undefined) gates.push(of.s3.accessPoint);
  if (of.s3?.acl !== undefined) gates.push(of.s3.acl);
  return gates;
}

/** Through an access point, the bucket's policy still speaks of the bucket. */
function factsAtBucket(facts: RequestFacts, layers: PolicyLayers): RequestFacts {
  const { accessPoint } = layers;
  return accessPoint === undefined ? facts : factsOf(atBucket(facts.request, accessPoint), layers);
}

function askedBelow<G extends EvaluatedGate | undefined>(gate: G, { request }: RequestFacts): G {
  return gate === undefined ? gate : { ...gate, askedOn: request.resource };
}

/** S3 User Guide, How Amazon S3 authorizes a request for an object operation: of others' objects, only a Deny counts. */
function reachOf(gate: EvaluatedGate, s3: S3Gates | undefined): EvaluatedGate {
  if (s3?.owner.isForeign !== "yes") return gate;
  const exemptBecause = "object of another account";
  return { ...gate, allows: "no", allowsDirectly: "no", allowsRole: "no", exemptBecause };
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
  const isAboutTrust = isTrustAction(facts.action) && isRole(request.resource);
  const layer = isAboutTrust ? "roleTrust" : "resource";
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
