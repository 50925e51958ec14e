import { callerContext, type ContextValue, type RequestContext } from "../policy/index.ts";
import type { Identity } from "./authenticate.ts";
import { headerOf, type LabRequest } from "./http/lab-request.ts";
import { type LabState, organizationOf } from "./state/lab-state.ts";

/** Condition keys that every request has: who asks, when, from where and how (IAM global keys). */
export function requestContext(
  lab: LabState,
  request: LabRequest,
  identity: Identity,
): RequestContext {
  const { caller } = identity;
  const organization =
    caller.kind === "anonymous" ? undefined : organizationOf(lab, caller.account);
  const context = new Map<string, ContextValue>(callerContext(caller, organization));
  context.set("aws:securetransport", ["false"]);
  context.set("aws:sourceip", [request.sourceIp]);
  context.set("aws:currenttime", [new Date(request.receivedMs).toISOString()]);
  context.set("aws:epochtime", [String(Math.floor(request.receivedMs / 1000))]);
  context.set("aws:viaawsservice", ["false"]);
  setFromHeader(context, "aws:useragent", headerOf(request, "user-agent"));
  setFromHeader(context, "aws:referer", headerOf(request, "referer"));
  if (caller.kind === "roleSession" && identity.issuedMs !== undefined) {
    context.set("aws:tokenissuetime", [new Date(identity.issuedMs).toISOString()]);
    // Only temporary credentials have the key; the lab has no MFA devices.
    context.set("aws:multifactorauthpresent", ["false"]);
  }
  return context;
}

function setFromHeader(
  context: Map<string, ContextValue>,
  key: string,
  value: string | undefined,
): void {
  if (value !== undefined) context.set(key, [value]);
}
