import { keyCalls } from "./key-calls.ts";
import {
  boundaryOf,
  endpointOf,
  identityOf,
  organizationOfCaller,
  organizationOfResource,
  sessionOf,
} from "./limits.ts";
import type { JsonLayers, KnownRequest } from "./policy-json.ts";
import { bringsCustomerKey, isDeniedBySettings } from "./settings.ts";
import { isGranted, sidesOf } from "./sides.ts";

export type Verdict = "allowed" | "explicitDeny" | "implicitDeny";

/** Decides a request as AWS's text says, from policies as plain JSON; the rules are in docs. */
export function evaluate(request: KnownRequest, layers: JsonLayers): Verdict {
  if (/^sts:GetCallerIdentity$/i.test(request.action)) return "allowed"; // R08
  const asked = withAccessPointKeys(request, layers);
  const verdict = isDeniedBySettings(asked, layers) ? "explicitDeny" : byPolicies(asked, layers);
  if (verdict !== "allowed") return verdict; // R73
  if (bringsCustomerKey(asked, layers)) return "explicitDeny";
  const calls = keyCalls(asked, layers).map((call) => evaluate(call.request, call.layers)); // R72
  return calls.find((call) => call !== "allowed") ?? "allowed";
}

/** Only a request through an access point has them (R95). */
function withAccessPointKeys(request: KnownRequest, { accessPoint }: JsonLayers): KnownRequest {
  if (accessPoint === undefined) return request;
  const { arn, vpc } = accessPoint;
  const context = new Map<string, readonly string[]>(request.context);
  context.set("s3:dataaccesspointarn", [arn]);
  context.set("s3:dataaccesspointaccount", [arn.split(":")[4] ?? ""]);
  context.set("s3:accesspointnetworkorigin", [vpc === undefined ? "Internet" : "VPC"]);
  return { ...request, context };
}

function byPolicies(request: KnownRequest, layers: JsonLayers): Verdict {
  const own = [boundaryOf(request, layers), sessionOf(request, layers)];
  const identity = identityOf(request, layers);
  const limits = [
    organizationOfCaller(request, layers),
    organizationOfResource(request, layers),
    endpointOf(request, layers),
  ];
  const sides = sidesOf(request, layers);
  const all = [...limits, identity, ...own, ...sides];
  if (all.some(({ denies }) => denies)) return "explicitDeny"; // R01
  const mine = { identity: identity.allows, limits: own.every(({ allows }) => allows) };
  const isLet = limits.every(({ allows }) => allows);
  return isLet && sides.every((side) => isGranted(request, mine, side))
    ? "allowed"
    : "implicitDeny"; // R02
}
