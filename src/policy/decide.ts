import type { Decision, Gate, Layer, StatementRef, Tri } from "./decision.ts";
import { denialText } from "./evaluate/denial-text.ts";
import { type EvaluatedGate, evaluateGate, namesEntity } from "./evaluate/evaluate-gate.ts";
import { factsOf, type RequestFacts } from "./evaluate/request-facts.ts";
import type { AuthorizationRequest, PolicyLayers } from "./request.ts";
import { allOf, anyOf, tri } from "./tri.ts";

type Relation = "sameAccount" | "crossAccount" | "unknown" | "anonymous";

/** Both gates of a request, and how they bear on each other. */
interface Considering {
  readonly request: AuthorizationRequest;
  readonly relation: Relation;
  /** Anonymous callers have no identity policies. */
  readonly identity?: EvaluatedGate;
  readonly resource: EvaluatedGate;
}

/** Decides a request by the policies that bear on it, and shows everything the answer rests on. */
export function decide(request: AuthorizationRequest, layers: PolicyLayers): Decision {
  const facts = factsOf(request);
  const identity = identityGate(facts, layers);
  const considering: Considering = {
    request,
    relation: relationOf(request),
    ...(identity === undefined ? {} : { identity }),
    resource: resourceGate(facts, layers),
  };
  if (request.action.toLowerCase() === "sts:getcalleridentity") {
    // STS API Reference, GetCallerIdentity: no permission is needed, and a Deny does not matter.
    return allowed(considering, []);
  }
  return explicitDeny(considering) ?? weigh(considering);
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

function gatesOf({ identity, resource }: Considering): readonly EvaluatedGate[] {
  return identity === undefined ? [resource] : [identity, resource];
}

function considered(of: Considering): Pick<Decision, "request" | "gates" | "combination"> {
  return {
    request: of.request,
    gates: gatesOf(of).map(({ gate }) => gate),
    combination: of.relation === "sameAccount" ? "any" : "all",
  };
}

/** A Deny that is known wins over everything, whatever else is unknown. */
function explicitDeny(of: Considering): Decision | undefined {
  // Measured across accounts: a Deny of the identity is named before one of the resource.
  const denying = gatesOf(of).find(({ gate }) => gate.denies === "yes")?.gate;
  if (denying === undefined) return undefined;
  const by = refsOf(denying, "Deny");
  const [ref] = by;
  if (ref === undefined) throw new Error("a gate denies without a statement");
  return {
    ...considered(of),
    outcome: "explicitDeny",
    layer: denying.layer,
    by,
    awsMessage: denialText(of.request, { kind: "explicit", ref }),
    masked: maskedBy(of, denying.layer),
  };
}

/** Without a known Deny: does enough allow, and could something unread still deny? */
function weigh(of: Considering): Decision {
  const allows = allowsOverall(of);
  const denies = anyOf(gatesOf(of).map(({ gate }) => gate.denies));
  if (allows === "no") return implicitDeny(of);
  if (allows === "yes" && denies === "no") {
    return allowed(of, allowingRefs(of));
  }
  return { ...considered(of), outcome: "unknown", unanswered: unanswered(of, allows) };
}

/** Written out, as it is what most decisions end with and a spread is slow. */
function allowed(of: Considering, by: readonly StatementRef[]): Decision {
  const { request, gates, combination } = considered(of);
  return { request, gates, combination, outcome: "allowed", by };
}

/** IAM User Guide, Policy evaluation logic: one of two within an account, both across accounts. */
function allowsOverall({ relation, identity, resource }: Considering): Tri {
  const mine = identity?.gate.allows ?? "yes";
  const within = anyOf([mine, resource.allowsEntity]);
  const across = allOf([mine, resource.gate.allows]);
  switch (relation) {
    case "sameAccount":
      return within;
    case "crossAccount":
    case "anonymous":
      return across;
    case "unknown":
      return within === across ? within : "unknown";
  }
}

function implicitDeny(of: Considering): Decision {
  const layer = namedLayer(of);
  return {
    ...considered(of),
    outcome: "implicitDeny",
    silent: silentLayers(of),
    layer,
    awsMessage: denialText(of.request, { kind: "implicit", layer }),
    masked: maskedBy(of, layer),
  };
}

function silentLayers(of: Considering): readonly Layer[] {
  return gatesOf(of)
    .filter(({ gate }) => gate.allows === "no")
    .map(({ gate }) => gate.layer);
}

/**
 * The layer that AWS's text names. Within an account it is the identity's. Across accounts,
 * measured: the identity's only when the resource policy allows the caller itself or its role;
 * when it allows the account or nobody, the resource's, even if the identity's Allow is missing.
 */
function namedLayer({ relation, identity, resource }: Considering): Layer {
  switch (relation) {
    case "anonymous":
      return "resource";
    case "sameAccount":
      return "identity";
    case "crossAccount":
    case "unknown":
      if (identity?.gate.allows !== "no") return "resource";
      return resource.allowsEntity === "no" ? "resource" : "identity";
  }
}

/** Other gates that would refuse when the named one is opened. */
function maskedBy(of: Considering, named: Layer): readonly Layer[] {
  const overall = allowsOverall(of);
  return gatesOf(of)
    .map(({ gate }) => gate)
    .filter(({ layer, allows, denies }) => {
      if (layer === named) return false;
      if (denies === "yes") return true;
      // Within an account the resource policy's silence alone refuses nothing.
      const needed = of.relation === "sameAccount" ? layer === "identity" : true;
      return overall === "no" && allows === "no" && needed;
    })
    .map(({ layer }) => layer);
}

function allowingRefs(of: Considering): readonly StatementRef[] {
  const { identity, resource, relation } = of;
  const mine = identity === undefined ? [] : refsOf(identity.gate, "Allow");
  if (relation !== "sameAccount") return [...mine, ...refsOf(resource.gate, "Allow")];
  const direct = resource.gate.statements.filter(namesEntity);
  return [...mine, ...refsOf({ ...resource.gate, statements: direct }, "Allow")];
}

function refsOf(gate: Gate, effect: "Allow" | "Deny"): readonly StatementRef[] {
  return gate.statements
    .filter((statement) => statement.effect === effect && statement.matches === "yes")
    .map(({ ref }) => ref);
}

/** The layers that must be known for an answer. */
function unanswered(of: Considering, allows: Tri): readonly Layer[] {
  const layers = gatesOf(of)
    .map(({ gate }) => gate)
    .filter((gate) => gate.denies === "unknown" || (allows !== "yes" && gate.allows === "unknown"))
    .map(({ layer }) => layer);
  // Everything is read, but nobody could say whose account the resource is in.
  return layers.length === 0 ? ["resource"] : layers;
}
