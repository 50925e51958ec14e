import {
  accountCaller,
  type Caller,
  callerContext,
  type ContextValue,
  type EndpointFacts,
  type Network,
  networkContext,
  type RequestContext,
} from "../policy/index.ts";
import type { Identity } from "./authenticate.ts";
import { GatheredContext } from "./gathered-context.ts";
import { headerOf, type LabRequest } from "./http/lab-request.ts";
import { sessionContext } from "./session-context.ts";
import { type LabState, organizationOf } from "./state/lab-state.ts";

/** Who sent a request, and by which way. */
export interface Sender {
  readonly identity: Identity;
  readonly endpoint?: EndpointFacts | undefined;
  /** Sets what only one service has, or takes away what it has not. */
  readonly amend?: (context: Map<string, ContextValue>) => void;
}

/** Condition keys of a request; none that follows from who asks is taken away by `amend`. */
export function requestContext(lab: LabState, request: LabRequest, sender: Sender): RequestContext {
  const ofCaller = contextOfCaller(lab, sender.identity.caller);
  const gather = (): RequestContext => {
    const context = gatherContext(lab, request, sender);
    sender.amend?.(context);
    return context;
  };
  return new GatheredContext(gather, (key, all) => ofCaller.get(key) ?? all.all().get(key));
}

// Not state that anyone can see: a caller never changes.
const known = new WeakMap<Caller, KnownCaller>();

interface KnownCaller {
  readonly organization: string | undefined;
  readonly context: RequestContext;
}

function contextOfCaller(lab: LabState, caller: Caller): RequestContext {
  const account = accountCaller(caller)?.account;
  const organization = account === undefined ? undefined : organizationOf(lab, account);
  const before = known.get(caller);
  if (before !== undefined && before.organization === organization) return before.context;
  const context = callerContext(caller, organization);
  known.set(caller, { organization, context });
  return context;
}

/** Condition keys that every request has: who asks, when, from where and how (IAM global keys). */
function gatherContext(
  lab: LabState,
  request: LabRequest,
  { identity, endpoint }: Sender,
): Map<string, ContextValue> {
  const { caller } = identity;
  const account = accountCaller(caller)?.account;
  const context = new Map<string, ContextValue>(contextOfCaller(lab, caller));
  context.set("aws:securetransport", [String(request.isSecure)]);
  setWay(context, lab, { sourceIp: request.sourceIp, endpoint });
  const path = account === undefined ? undefined : lab.organization.pathOf(account);
  if (path !== undefined) context.set("aws:principalorgpaths", [path]);
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

function setFromHeader(
  context: Map<string, ContextValue>,
  key: string,
  value: string | undefined,
): void {
  if (value !== undefined) context.set(key, [value]);
}
