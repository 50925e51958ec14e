import type { MatchClass } from "../decision.ts";
import type { Located, PrincipalEntry, Statement } from "../policy-document.ts";
import type { Caller } from "../request.ts";

/** The names under which a resource policy can list a caller. */
export interface CallerNames {
  /** Account id and ARN of the account's root; empty for anonymous callers. */
  readonly account: readonly string[];
  /** A role, for its sessions. */
  readonly role?: string;
  /** The user, the session, or the root user itself. */
  readonly entity?: string;
  /** The root user is its account, so naming the account names it. */
  readonly isRoot: boolean;
  /** `NotPrincipal` cannot spare whoever has a permissions boundary. */
  readonly hasBoundary: boolean;
}

export function namesOf(caller: Caller, hasBoundary: boolean): CallerNames {
  if (caller.kind === "anonymous") return { account: [], isRoot: false, hasBoundary: false };
  const partition = caller.arn.slice(4, caller.arn.indexOf(":", 4));
  return {
    account: [caller.account, `arn:${partition}:iam::${caller.account}:root`],
    ...(caller.kind === "roleSession" ? { role: caller.roleArn } : {}),
    entity: caller.arn,
    isRoot: caller.kind === "root",
    hasBoundary: hasBoundary && caller.kind !== "root",
  };
}

/**
 * How a statement's `Principal` or `NotPrincipal` names the caller. Names are compared whole and
 * with regard to case; a unique id (`AIDA…`, `AROA…`) is what S3 shows for a deleted principal, and
 * matches nobody.
 */
export function matchPrincipal({ principal, effect }: Statement, names: CallerNames): MatchClass {
  if (principal === undefined) return "none";
  const { entries, negated } = principal;
  const named = bestClass(entries, names);
  if (!negated) return named;
  switch (effect) {
    case "Allow":
      return named === "none" ? "direct" : "none";
    case "Deny":
      return isExempt(entries, names) ? "none" : "direct";
  }
}

function bestClass(entries: readonly Located<PrincipalEntry>[], names: CallerNames): MatchClass {
  let best: MatchClass = "none";
  for (const { value } of entries) {
    const found = classOf(value, names);
    if (found === "direct") return found;
    if (found === "role" || best === "none") best = found;
  }
  return best;
}

function classOf({ type, value }: PrincipalEntry, names: CallerNames): MatchClass {
  if (isEveryone({ type, value })) return "direct";
  if (type !== "AWS") return "none";
  if (value === names.entity) return "direct";
  if (value === names.role) return "role";
  if (!names.account.includes(value)) return "none";
  return names.isRoot ? "direct" : "account";
}

/**
 * A Deny with `NotPrincipal` spares only who is listed with all ancestors: the account, then the role, then
 * the session (IAM User Guide, NotPrincipal; which of them a service checks is not documented). Whoever has
 * a permissions boundary it denies always, whatever it lists.
 */
function isExempt(entries: readonly Located<PrincipalEntry>[], names: CallerNames): boolean {
  if (names.hasBoundary) return false;
  if (entries.some(({ value }) => isEveryone(value))) return true;
  const listed = entries
    .filter(({ value }) => value.type === "AWS")
    .map(({ value }) => value.value);
  if (!names.account.some((name) => listed.includes(name))) return false;
  if (names.isRoot) return true;
  const rest = [names.role, names.entity].filter((name) => name !== undefined);
  return rest.every((name) => listed.includes(name));
}

/** Whether an entry stands for all callers, anonymous ones included. */
export function isEveryone({ type, value }: PrincipalEntry): boolean {
  return value === "*" && (type === "*" || type === "AWS");
}
