import { applying } from "./matching.ts";
import type { JsonLayers, JsonPolicy, JsonStatement, KnownRequest } from "./policy-json.ts";
import { namedAs } from "./principals.ts";

export type Verdict = "allowed" | "explicitDeny" | "implicitDeny";

/** What the statements that match say, as one layer. */
interface Said {
  readonly allows: boolean;
  readonly denies: boolean;
}

const NOTHING_ASKED: Said = { allows: true, denies: false };

/** Decides a request as AWS's text says, from policies as plain JSON; the rules are in docs. */
export function evaluate(request: KnownRequest, layers: JsonLayers): Verdict {
  if (/^sts:GetCallerIdentity$/i.test(request.action)) return "allowed"; // R08
  const limits = [
    organizationOfCaller(request, layers),
    organizationOfResource(request, layers),
    endpoint(request, layers),
  ];
  const identity = identityPolicies(request, layers);
  const own = [boundary(request, layers), session(request, layers)];
  const resource = naming(layers.resource, request, layers);
  const isOwnersDeny = resource.some(isDeny) && !mayAlwaysEditPolicy(request);
  if (isOwnersDeny || [...limits, identity, ...own].some(({ denies }) => denies)) {
    return "explicitDeny"; // R01
  }
  const mine = { identity: identity.allows, limits: own.every(({ allows }) => allows) };
  const isLet = limits.every(({ allows }) => allows);
  return isLet && isGranted(request, mine, grantsIn(resource)) ? "allowed" : "implicitDeny"; // R02
}

type Grants = ReadonlySet<"direct" | "role" | "account">;

interface Mine {
  readonly identity: boolean;
  /** Do boundary and session policies, where there are some, allow? */
  readonly limits: boolean;
}

/** Do identity and resource policies together grant it (R03 to R07, R47 to R53)? */
function isGranted(request: KnownRequest, mine: Mine, grants: Grants): boolean {
  const { caller, resourceAccount, action } = request;
  const isOpen = grants.size > 0;
  if (!("account" in caller)) return isOpen;
  const holds = mine.identity && mine.limits;
  if (caller.account !== resourceAccount) return holds && isOpen;
  const isTrust = /^sts:(AssumeRole|TagSession|SetSourceIdentity)/i.test(action);
  return (
    grants.has("direct") || (grants.has("role") && mine.limits) || (holds && (isOpen || !isTrust))
  );
}

function grantsIn(resource: readonly Named[]): Grants {
  return new Set(resource.filter(({ Effect }) => Effect === "Allow").map(({ named }) => named));
}

/** Nobody can attach a policy to a root user, who may do what nothing denies (R07). */
function identityPolicies(request: KnownRequest, { identity }: JsonLayers): Said {
  return hasOwnPolicies(request) ? said(applying(identity, request)) : NOTHING_ASKED;
}

function boundary(request: KnownRequest, { boundary: policy }: JsonLayers): Said {
  if (policy === undefined || !hasOwnPolicies(request)) return NOTHING_ASKED; // R50
  return said(applying([policy], request));
}

/** Those of a federated session are its user's (R100), and a root user has none. */
function hasOwnPolicies({ caller }: KnownRequest): boolean {
  const isOfUser = caller.kind === "federatedUser" && !caller.issuerArn.endsWith(":root");
  return caller.kind === "user" || caller.kind === "roleSession" || isOfUser;
}

function session(request: KnownRequest, { session: policies }: JsonLayers): Said {
  const { kind } = request.caller;
  if (kind === "federatedUser") return said(applying(policies ?? [], request)); // R101
  if (policies === undefined || kind !== "roleSession") return NOTHING_ASKED; // R50
  return said(applying(policies, request));
}

function organizationOfCaller(request: KnownRequest, layers: JsonLayers): Said {
  const { serviceControl: levels, managementAccounts = [] } = layers;
  const { caller } = request;
  const isFree =
    !("account" in caller) ||
    managementAccounts.includes(caller.account) ||
    isServiceLinked(request);
  if (levels === undefined || isFree) return NOTHING_ASKED; // R42
  const byLevel = levels.map((policies) => said(applying(policies, request)));
  return {
    allows: byLevel.every(({ allows }) => allows), // R41
    denies: byLevel.some(({ denies }) => denies),
  };
}

function organizationOfResource(request: KnownRequest, layers: JsonLayers): Said {
  const { resourceControl: levels = [], managementAccounts = [] } = layers;
  const isFree =
    managementAccounts.includes(request.resourceAccount) ||
    isServiceLinked(request) ||
    /^(?:iam:.*|kms:RetireGrant)$/i.test(request.action);
  if (isFree) return NOTHING_ASKED; // R44
  return { allows: true, denies: naming(levels.flat(), request, layers).some(isDeny) }; // R43
}

/** Their roles have a path of their own (R42, R44). */
function isServiceLinked({ caller }: KnownRequest): boolean {
  return caller.kind === "roleSession" && caller.roleArn.includes(":role/aws-service-role/");
}

function endpoint(request: KnownRequest, layers: JsonLayers): Said {
  const { vpcEndpoint } = layers;
  if (vpcEndpoint === undefined) return NOTHING_ASKED; // R45
  const { type, policy } = vpcEndpoint;
  const admitted = naming([policy], request, layers).filter(
    ({ named }) => type === "interface" || named !== "account", // R46
  );
  return said(admitted);
}

type Named = JsonStatement & { readonly named: "direct" | "role" | "account" };

/** The statements that match and name the caller. */
function naming(
  policies: readonly JsonPolicy[],
  request: KnownRequest,
  layers: JsonLayers,
): readonly Named[] {
  const hasBoundary = layers.boundary !== undefined;
  return applying(policies, request).flatMap((statement) => {
    const named = namedAs(statement, request.caller, hasBoundary);
    return named === "nobody" ? [] : [{ ...statement, named }];
  });
}

function said(statements: readonly JsonStatement[]): Said {
  return { allows: !statements.every(isDeny), denies: statements.some(isDeny) };
}

function isDeny({ Effect }: JsonStatement): boolean {
  return Effect === "Deny";
}

/** The bucket owner's root user keeps the bucket policy in hand, whatever it says (R09). */
function mayAlwaysEditPolicy({ caller, action, resourceAccount }: KnownRequest): boolean {
  const isOwner = caller.kind === "root" && caller.account === resourceAccount;
  return isOwner && /^s3:(Get|Put|Delete)BucketPolicy$/i.test(action);
}
