import type { MatchClass, Tri } from "../decision.ts";
import type { Effect, Located, PrincipalEntry, Statement } from "../policy-document.ts";
import { documentedReadings, heldAs } from "../strictness/readings.ts";
import type { Readings } from "../strictness/strictness.ts";
import type { CallerNames } from "./caller-names.ts";

/** How a statement names a caller, or would if a canonical user id that nobody told is the caller's. */
export type Naming = MatchClass | "maybeDirect" | "maybeAccount";

/** The class that a naming has, if it is one. */
export function classIn(naming: Naming): MatchClass {
  switch (naming) {
    case "maybeDirect":
      return "direct";
    case "maybeAccount":
      return "account";
    case "direct":
    case "role":
    case "account":
    case "none":
      return naming;
  }
}

/** Whether the caller is named for certain. */
export function isNamed(naming: Naming): Tri {
  switch (naming) {
    case "maybeDirect":
    case "maybeAccount":
      return "unknown";
    case "none":
      return "no";
    case "direct":
    case "role":
    case "account":
      return "yes";
  }
}

/**
 * How a statement's `Principal` or `NotPrincipal` names the caller. Names are compared whole and
 * with regard to case; a unique id (`AIDA…`, `AROA…`) is what S3 shows for a deleted principal, and
 * matches nobody.
 */
export function matchPrincipal(
  { principal, effect }: Statement,
  names: CallerNames,
  readings: Readings = documentedReadings,
): Naming {
  if (principal === undefined) return "none";
  const { entries, negated } = principal;
  const asked: Asked = { names, effect, readings };
  if (!negated) return bestNaming(entries, asked);
  switch (effect) {
    case "Allow":
      return readings.notPrincipalAllow === "ours"
        ? admitsUnnamed(bestNaming(entries, asked), asked)
        : "none";
    case "Deny":
      return deniesUnlisted(entries, asked);
  }
}

interface Asked {
  readonly names: CallerNames;
  readonly effect: Effect;
  readonly readings: Readings;
}

const order: readonly Naming[] = [
  "none",
  "maybeAccount",
  "maybeDirect",
  "account",
  "role",
  "direct",
];

function bestNaming(entries: readonly Located<PrincipalEntry>[], asked: Asked): Naming {
  let best: Naming = "none";
  for (const { value } of entries) {
    const found = namingOf(value, asked);
    if (found === "direct") return found;
    if (order.indexOf(found) > order.indexOf(best)) best = found;
  }
  return best;
}

function admitsUnnamed(named: Naming, asked: Asked): Naming {
  switch (isNamed(named)) {
    case "yes":
      return "none";
    case "no":
      return classOfEveryone(asked);
    case "unknown":
      return "maybeDirect";
  }
}

/** Whether what is given to everyone is given past boundary and session policies, as to whom a policy names. */
function classOfEveryone({ names, effect, readings }: Asked): "direct" | "role" {
  const isLimited = readings.everyonePastLimits !== "ours" && effect === "Allow";
  return isLimited && names.account.length > 0 && !names.isRoot ? "role" : "direct";
}

/** `{"AWS": "*"}` may mean everyone of AWS's accounts only. */
function namingOfEveryone({ type }: PrincipalEntry, asked: Asked): Naming {
  const { names, effect, readings } = asked;
  const isOutside = (names.service ?? names.provider) !== undefined || isOriginAccess(names);
  if (type === "*" || !isOutside) return classOfEveryone(asked);
  const bothWays = { ours: "yes", alternative: "no" } as const;
  return heldAs(readings.everyoneOutside, effect, bothWays) === "yes" ? "direct" : "none";
}

function isOriginAccess({ account, entity }: CallerNames): boolean {
  return account.length === 0 && entity !== undefined;
}

function namingOf(entry: PrincipalEntry, asked: Asked): Naming {
  if (isEveryone(entry)) return namingOfEveryone(entry, asked);
  const { names } = asked;
  const { type, value } = entry;
  switch (type) {
    case "*":
      return "none";
    case "AWS":
      return namingOfAws(value, names);
    case "Service":
      return value === names.service ? "direct" : "none";
    case "Federated":
      return value === names.provider ? "direct" : "none";
    case "CanonicalUser":
      return namingOfCanonical(value, names);
  }
}

function namingOfAws(value: string, names: CallerNames): MatchClass {
  if (value === names.entity) return "direct";
  if (value === names.role) return "role";
  if (!names.account.includes(value)) return "none";
  return names.isRoot ? "direct" : "account";
}

/** S3 User Guide, Bucket policies, Principals: it stands for an account, or for an origin access identity. */
function namingOfCanonical(value: string, { canonicalId, account, isRoot }: CallerNames): Naming {
  if (canonicalId === undefined) return "none";
  const isDirect = isRoot || account.length === 0;
  if (canonicalId === "unknown") return isDirect ? "maybeDirect" : "maybeAccount";
  if (canonicalId !== value) return "none";
  return isDirect ? "direct" : "account";
}

/**
 * A Deny with `NotPrincipal` spares only who is listed with all ancestors: the account, then the role, then
 * the session (IAM User Guide, NotPrincipal; which of them a service checks is not documented). Whoever has
 * a permissions boundary it denies always, whatever it lists.
 */
function deniesUnlisted(entries: readonly Located<PrincipalEntry>[], asked: Asked): Naming {
  const { names, readings } = asked;
  if (names.hasBoundary) return "direct";
  const all = entries.map(({ value }) => value);
  if (all.some((entry) => isEveryone(entry) || isOutsider(entry, asked))) return "none";
  const arns = all.filter(({ type }) => type === "AWS").map(({ value }) => value);
  if (readings.notPrincipalLineage === "alternative" && isListed(arns, names)) return "none";
  if (!ancestorsOf(names).every((name) => arns.includes(name))) return "direct";
  if (names.account.some((name) => arns.includes(name))) return "none";
  const canonical = bestNaming(
    entries.filter(({ value }) => value.type === "CanonicalUser"),
    asked,
  );
  return admitsUnnamed(canonical, asked);
}

/** By any of its names, as `Principal` would have it. */
function isListed(arns: readonly string[], { account, role, entity }: CallerNames): boolean {
  return [...account, role, entity].some((name) => name !== undefined && arns.includes(name));
}

/** Whoever has no account has no ancestors either. */
function isOutsider(entry: PrincipalEntry, asked: Asked): boolean {
  return asked.names.account.length === 0 && namingOf(entry, asked) === "direct";
}

function ancestorsOf({ account, isRoot, role, entity }: CallerNames): readonly string[] {
  if (isRoot || account.length === 0) return [];
  return [role, entity].filter((name) => name !== undefined);
}

/** Whether an entry stands for all callers, anonymous ones included. */
export function isEveryone({ type, value }: PrincipalEntry): boolean {
  return value === "*" && (type === "*" || type === "AWS");
}
