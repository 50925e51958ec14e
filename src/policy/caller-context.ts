import { accountCaller } from "./account-caller.ts";
import type { AccountCaller, Caller, ContextValue, RequestContext } from "./request.ts";

/**
 * The condition keys that follow from who asks (IAM User Guide, AWS global condition context keys).
 * Whoever belongs to no account has no keys of a principal but its type; services have their names.
 */
export function callerContext(caller: Caller, organizationId?: string): RequestContext {
  const context = new Map<string, ContextValue>([["aws:principaltype", typeOf(caller)]]);
  const insider = accountCaller(caller);
  if (insider !== undefined) {
    for (const [key, value] of ofAccount(insider)) context.set(key, [value]);
    if (organizationId !== undefined) context.set("aws:principalorgid", [organizationId]);
  }
  if (caller.kind === "service") {
    context.set("aws:principalisawsservice", ["true"]);
    context.set("aws:principalservicename", [caller.name]);
    context.set("aws:principalservicenameslist", [caller.name]);
  }
  return context;
}

function ofAccount(caller: AccountCaller): readonly (readonly [string, string])[] {
  return [
    ["aws:principalarn", principalArnOf(caller)],
    ["aws:principalaccount", caller.account],
    ["aws:principalisawsservice", "false"],
    ["aws:userid", caller.kind === "root" ? caller.account : caller.userId],
    ...(caller.kind === "user" ? [["aws:username", lastPart(caller.arn)] as const] : []),
  ];
}

/** A role's for its sessions, a federated session's own (IAM User Guide, `aws:PrincipalArn`). */
export function principalArnOf(caller: AccountCaller): string {
  return caller.kind === "roleSession" ? caller.roleArn : caller.arn;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** IAM User Guide, Variables and tags, principal key values; they say nothing of a caller of no account. */
function typeOf(caller: Caller): ContextValue {
  switch (caller.kind) {
    case "root":
      return ["Account"];
    case "user":
      return ["User"];
    case "roleSession":
      return ["AssumedRole"];
    case "federatedUser":
      return ["FederatedUser"];
    case "anonymous":
      return ["Anonymous"];
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return "unknown";
  }
}
