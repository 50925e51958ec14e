import {
  accountCaller,
  callerContext,
  type ContextValue,
  type EndpointFacts,
  type Network,
  networkContext,
} from "../policy/index.ts";
import type { Identity } from "./authenticate.ts";
import { headerOf, type LabRequest } from "./http/lab-request.ts";
import { sessionContext } from "./session-context.ts";
import { type LabState, organizationOf } from "./state/lab-state.ts";

/** Who sent a request, and by which way. */
interface Sender {
  readonly identity: Identity;
  readonly endpoint?: EndpointFacts | undefined;
}

/** Condition keys that every request has: who asks, when, from where and how (IAM global keys). */
export function requestContext(
  lab: LabState,
  request: LabRequest,
  { identity, endpoint }: Sender,
): Map<string, ContextValue> {
  const { caller } = identity;
  const account = accountCaller(caller)?.account;
  const organization = account === undefined ? undefined : organizationOf(lab, account);
  const context = new Map<string, ContextValue>(callerContext(caller, organization));
  context.set("aws:securetransport", [String(request.isSecure)]);
  setWay(context, lab, { sourceIp: request.sourceIp, endpoint });
  if (account !== undefined) setOrgPaths(context, lab, ["principal", account]);
  context.set("aws:currenttime", [new Date(request.receivedMs).toISOString()]);
  context.set("aws:epochtime", [String(Math.floor(request.receivedMs / 1000))]);
  context.set("aws:viaawsservice", ["false"]);
  setFromHeader(context, "aws:useragent", headerOf(request, "user-agent"));
  setFromHeader(context, "aws:referer", headerOf(request, "referer"));
  for (const [key, value] of sessionContext(lab, identity)) context.set(key, [value]);
  if (identity.isTemporary === true && identity.issuedMs !== undefined) {
    context.set("aws:tokenissuetime", [new Date(identity.issuedMs).toISOString()]);
    // Only temporary credentials have the key; the lab has no MFA devices.
    context.set("aws:multifactorauthpresent", ["false"]);
  }
  return context;
}

/** Through an endpoint there is no `aws:SourceIp` (IAM User Guide, AWS global condition context keys). */
function setWay(
  context: Map<string, ContextValue>,
  lab: LabState,
  {
    sourceIp,
    endpoint,
  }: { readonly sourceIp: string; readonly endpoint?: EndpointFacts | undefined },
): void {
  for (const [key, values] of networkContext(wayOf(lab, sourceIp, endpoint)))
    context.set(key, values);
}

function wayOf(lab: LabState, sourceIp: string, endpoint: EndpointFacts | undefined): Network {
  if (endpoint === undefined) return { kind: "internet", sourceIp };
  const { id, vpc, account } = endpoint;
  const organization = organizationOf(lab, account);
  const path = lab.organization.pathOf(account);
  return {
    kind: "vpcEndpoint",
    id,
    vpc,
    account,
    sourceIp,
    ...(organization !== undefined && {
      organization: { id: organization, ...(path !== undefined && { path }) },
    }),
  };
}

/** Sets `aws:PrincipalOrgPaths` or its like, where the account is in an organization. */
export function setOrgPaths(
  context: Map<string, ContextValue>,
  { organization }: LabState,
  [side, account]: readonly ["principal" | "resource", string],
): void {
  const path = organization.pathOf(account);
  if (path !== undefined) context.set(`aws:${side}orgpaths`, [path]);
}

function setFromHeader(
  context: Map<string, ContextValue>,
  key: string,
  value: string | undefined,
): void {
  if (value !== undefined) context.set(key, [value]);
}
