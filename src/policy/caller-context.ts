import type { Caller, RequestContext } from "./request.ts";

/**
 * The condition keys that follow from who asks (IAM User Guide, AWS global condition context keys).
 * Anonymous requests have no keys of a principal but its type.
 */
export function callerContext(caller: Caller, organizationId?: string): RequestContext {
  const context = new Map<string, readonly string[]>([["aws:principaltype", [typeOf(caller)]]]);
  if (caller.kind === "anonymous") return context;
  context.set("aws:principalarn", [caller.kind === "roleSession" ? caller.roleArn : caller.arn]);
  context.set("aws:principalaccount", [caller.account]);
  context.set("aws:principalisawsservice", ["false"]);
  context.set("aws:userid", [caller.kind === "root" ? caller.account : caller.userId]);
  if (caller.kind === "user") {
    context.set("aws:username", [caller.arn.slice(caller.arn.lastIndexOf("/") + 1)]);
  }
  if (organizationId !== undefined) context.set("aws:principalorgid", [organizationId]);
  return context;
}

function typeOf(caller: Caller): string {
  switch (caller.kind) {
    case "root":
      return "Account";
    case "user":
      return "User";
    case "roleSession":
      return "AssumedRole";
    case "anonymous":
      return "Anonymous";
  }
}
