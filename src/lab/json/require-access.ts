import type { Decision } from "../../policy/index.ts";
import { decidePermission, type Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { JsonCall, StatedAccess } from "./json-call.ts";
import { accessDeniedException } from "./json-refusal.ts";

type Context = Permission["context"];

/** One use of what an operation states that it needs. */
export interface Wanted extends Omit<Permission, "action" | "context"> {
  /** Condition keys of the operation, names in lower case; `stated` has them all. */
  readonly context?: Context;
  /** Condition keys of the resource's type, names in lower case. */
  readonly ofResource?: Context;
}

/** Goes on only when the caller may; refuses as services with the JSON protocol do. */
export function requireAccess(call: Call, stated: StatedAccess, wanted: Wanted): void {
  const message = denialOf(call, stated, wanted);
  if (message !== undefined) throw accessDeniedException(message);
}

/** The same for operations that take no resource but `*`. */
export function requireAnything(
  call: JsonCall,
  stated: StatedAccess,
  context: Permission["context"] = {},
): void {
  requireAccess(call, stated, {
    resource: "*",
    resourceAccount: call.account,
    resourcePolicies: [],
    context,
  });
}

/** AWS's text for a denial; undefined when the caller may. */
export function denialOf(call: Call, stated: StatedAccess, wanted: Wanted): string | undefined {
  return deniedBy(call, stated, wanted)?.awsMessage;
}

/** The decision that refuses the caller; undefined when the caller may. */
export function deniedBy(
  call: Call,
  stated: StatedAccess,
  { context = {}, ofResource = {}, ...wanted }: Wanted,
): Denied | undefined {
  requireStated(stated, context);
  const permission = { ...wanted, action: stated.action, context: { ...ofResource, ...context } };
  const decision = decidePermission(call, permission);
  switch (decision.outcome) {
    case "allowed":
      return undefined;
    case "explicitDeny":
    case "implicitDeny":
      return decision;
    case "unknown":
      // The lab hands over every policy and every value, so nothing can be left open.
      throw new Error(`the lab cannot decide \`${stated.action}\` on \`${wanted.resource}\``);
  }
}

type Denied = Extract<Decision, { readonly outcome: "explicitDeny" | "implicitDeny" }>;

/** What is not in the table of operations cannot be checked against AWS's reference. */
function requireStated({ action, conditionKeys }: StatedAccess, context: Context): void {
  const names = conditionKeys.map((key) => key.toLowerCase().replace(/\$\{.*$/, ""));
  const unstated = Object.keys(context).find(
    (key) =>
      !names.some(
        (name) =>
          key === name || ((name.endsWith(":") || name.endsWith("/")) && key.startsWith(name)),
      ),
  );
  if (unstated !== undefined) throw new Error(`\`${action}\` does not state \`${unstated}\``);
}
