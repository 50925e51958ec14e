import type { Permission } from "../authorize.ts";
import {
  accountOf,
  type QueryCall,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import { Refusal } from "../refusal.ts";
import type { Principal } from "../state/principals.ts";

/** What an operation of IAM is about. */
export type PrincipalKind = Principal["kind"];

/** The parameter that names a role or a user. */
export function nameParameter(kind: PrincipalKind): string {
  return kind === "role" ? "RoleName" : "UserName";
}

/** The name that a call is about; GetUser without one is about the calling user. */
function nameOf(call: QueryCall, kind: PrincipalKind): string {
  const { caller } = call.identity;
  const isGetUser = call.form.get("Action") === "GetUser" && !call.form.has("UserName");
  if (!isGetUser) return requireParameter(call, nameParameter(kind));
  if (caller.kind === "user") return caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  throw validationError("Must specify userName when calling with non-User credentials");
}

/** A permission on a role or a user of the caller's account, there or not. */
export function principalPermission(
  call: QueryCall,
  kind: PrincipalKind,
  action: string,
): Permission {
  const name = nameOf(call, kind);
  const account = accountOf(call);
  const found = call.lab.principals.find(kind, account, name);
  const policyArn = call.form.get("PolicyArn");
  return {
    action: `iam:${action}`,
    resource: found?.arn ?? `arn:aws:iam::${account}:${kind}/${name}`,
    resourceAccount: account,
    resourcePolicies: [],
    // IAM names the entity and not its ARN, as denials in the wild show.
    resourceText: `${kind} ${name}`,
    context: policyArn === undefined ? {} : { "iam:policyarn": policyArn },
  };
}

/** The role or user that a call is about. */
export function findPrincipal(call: QueryCall, kind: PrincipalKind): Principal {
  const name = nameOf(call, kind);
  const principal = call.lab.principals.find(kind, accountOf(call), name);
  if (principal !== undefined) return principal;
  throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
}

/** The same for a change: roles of Identity Center belong to AWS. */
export function findChangeable(call: QueryCall, kind: PrincipalKind): Principal {
  const principal = findPrincipal(call, kind);
  if (!principal.path.startsWith("/aws-reserved/")) return principal;
  throw new Refusal({
    code: "UnmodifiableEntity",
    status: 400,
    message: `Cannot perform the operation on the protected role '${principal.name}' - this role is only modifiable by AWS`,
  });
}

/** IAM's answer to a name that nobody has. */
export function noSuchEntity(message: string): Refusal {
  return new Refusal({ code: "NoSuchEntity", status: 404, message });
}
