import { atBucket } from "./access-point.ts";
import { applying } from "./matching.ts";
import type { JsonLayers, JsonStatement, KnownRequest } from "./policy-json.ts";
import { hasOwnPolicies, isDeny, naming } from "./principals.ts";

/** What the statements that match say, as one layer. */
interface Said {
  readonly allows: boolean;
  readonly denies: boolean;
}

const NOTHING_ASKED: Said = { allows: true, denies: false };

function said(statements: readonly JsonStatement[]): Said {
  return { allows: !statements.every(isDeny), denies: statements.some(isDeny) };
}

/** A root user, to whom nobody can attach a policy, may do what nothing denies (R07); so may who is outside. */
export function identityOf(request: KnownRequest, { identity }: JsonLayers): Said {
  return hasOwnPolicies(request.caller) ? said(applying(identity, request)) : NOTHING_ASKED;
}

export function boundaryOf(request: KnownRequest, { boundary }: JsonLayers): Said {
  if (boundary === undefined || !hasOwnPolicies(request.caller)) return NOTHING_ASKED; // R50
  return said(applying([boundary], request));
}

export function sessionOf(request: KnownRequest, { session }: JsonLayers): Said {
  const { kind } = request.caller;
  if (kind === "federatedUser") return said(applying(session ?? [], request)); // R101
  if (session === undefined || kind !== "roleSession") return NOTHING_ASKED; // R50
  return said(applying(session, request));
}

export function organizationOfCaller(request: KnownRequest, layers: JsonLayers): Said {
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

export function organizationOfResource(request: KnownRequest, layers: JsonLayers): Said {
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

export function endpointOf(request: KnownRequest, layers: JsonLayers): Said {
  const { vpcEndpoint, accessPoint } = layers;
  if (vpcEndpoint === undefined) return NOTHING_ASKED; // R45
  const { type, policy } = vpcEndpoint;
  const asked = accessPoint === undefined ? [request] : [request, atBucket(request, accessPoint)]; // R94
  const answers = asked.map((one) =>
    said(
      naming([policy], one, layers).filter(
        ({ named }) => type === "interface" || named !== "account", // R46
      ),
    ),
  );
  return {
    allows: answers.every(({ allows }) => allows),
    denies: answers.some(({ denies }) => denies),
  };
}
