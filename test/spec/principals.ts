import type { Caller } from "../../src/policy/index.ts";
import { asList, type JsonPrincipal, type JsonStatement } from "./policy-json.ts";

/** How a statement of a resource policy names the caller, if it does (R30 to R37). */
export type NamedAs = "direct" | "role" | "account" | "nobody";

/** The caller's own names, from its account down: who is denied above is denied below (R36). */
export function lineageOf(caller: Caller): readonly string[] {
  switch (caller.kind) {
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return [];
    case "federatedUser":
      return [caller.account, caller.issuerArn, caller.arn];
    case "root":
      return [caller.account];
    case "user":
      return [caller.account, caller.arn];
    case "roleSession":
      return [caller.account, caller.roleArn, caller.arn];
  }
}

export function namedAs(statement: JsonStatement, caller: Caller, hasBoundary: boolean): NamedAs {
  const { Effect, Principal, NotPrincipal } = statement;
  if (Principal !== undefined) return namedBy(Principal, caller);
  if (NotPrincipal === undefined) return "nobody";
  const isExempt =
    Effect === "Deny"
      ? isListedWhole(NotPrincipal, caller) && !isNeverSpared(caller, hasBoundary)
      : namedBy(NotPrincipal, caller) !== "nobody";
  return isExempt ? "nobody" : "direct";
}

/** Whoever has a boundary is denied though listed (R52); a root user has none (R50). */
function isNeverSpared({ kind }: Caller, hasBoundary: boolean): boolean {
  return hasBoundary && ["user", "roleSession", "federatedUser"].includes(kind);
}

function namedBy(principal: JsonPrincipal, caller: Caller): NamedAs {
  const names = awsNames(principal, caller);
  if (names.includes("*")) return "direct";
  if (!("account" in caller)) return isNamedOutside(principal, caller) ? "direct" : "nobody";
  if (names.includes(caller.arn)) return "direct";
  if (caller.kind === "roleSession" && names.includes(caller.roleArn)) return "role";
  if (caller.kind === "federatedUser" && names.includes(caller.issuerArn)) return "role"; // R100
  if (!names.includes(caller.account)) return "nobody";
  return caller.kind === "root" ? "direct" : "account";
}

function isListedWhole(notPrincipal: JsonPrincipal, caller: Caller): boolean {
  const names = awsNames(notPrincipal, caller);
  if (names.includes("*")) return true;
  if (!("account" in caller)) return isNamedOutside(notPrincipal, caller);
  return lineageOf(caller).every((name) => names.includes(name));
}

/** Callers of no account go by the names of services, identity providers and CloudFront (R102, R103, R105). */
function isNamedOutside(principal: JsonPrincipal, caller: Caller): boolean {
  if (principal === "*") return true;
  const lists = (type: string, name: string): boolean => asList(principal[type]).includes(name);
  if (caller.kind === "service") return lists("Service", caller.name);
  if ("provider" in caller) return lists("Federated", caller.provider);
  if (caller.kind !== "originAccessIdentity") return false;
  return lists("AWS", caller.arn) || lists("CanonicalUser", caller.canonicalId ?? "");
}

/** The `AWS` principals, the root ARN of the caller's account written as its id: they mean the same. */
function awsNames(principal: JsonPrincipal, caller: Caller): readonly string[] {
  if (principal === "*") return ["*"];
  const names = asList(principal["AWS"]);
  if (!("account" in caller)) return names;
  const [, partition = ""] = caller.arn.split(":");
  const rootArn = `arn:${partition}:iam::${caller.account}:root`;
  return names.map((name) => (name === rootArn ? caller.account : name));
}
