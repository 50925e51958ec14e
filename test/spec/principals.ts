import type { Caller } from "../../src/policy/index.ts";
import { applying } from "./matching.ts";
import {
  asList,
  type JsonLayers,
  type JsonPolicy,
  type JsonPrincipal,
  type JsonStatement,
  type KnownRequest,
} from "./policy-json.ts";

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
      return isRootArn(caller.issuerArn)
        ? [caller.account, caller.arn]
        : [caller.account, caller.issuerArn, caller.arn];
    case "root":
      return [caller.account];
    case "user":
      return [caller.account, caller.arn];
    case "roleSession":
      return [caller.account, caller.roleArn, caller.arn];
  }
}

function isRootArn(arn: string): boolean {
  return arn.endsWith(":root");
}

/** Has it identity policies and perhaps a boundary? Those of a federated session are its user's (R100). */
export function hasOwnPolicies(caller: Caller): boolean {
  const isOfUser = caller.kind === "federatedUser" && !isRootArn(caller.issuerArn);
  return caller.kind === "user" || caller.kind === "roleSession" || isOfUser;
}

export function isDeny({ Effect }: JsonStatement): boolean {
  return Effect === "Deny";
}

/** The statements that match and name the caller. */
export function naming(
  policies: readonly JsonPolicy[],
  request: KnownRequest,
  layers: JsonLayers,
): readonly (JsonStatement & { readonly named: NamedAs })[] {
  return applying(policies, request).flatMap((statement) => {
    const named = namedAs(statement, request.caller, layers);
    return named === "nobody" ? [] : [{ ...statement, named }];
  });
}

function namedAs(statement: JsonStatement, caller: Caller, layers: JsonLayers): NamedAs {
  const { Effect, Principal, NotPrincipal } = statement;
  if (Principal !== undefined) return namedBy(Principal, caller, layers);
  if (NotPrincipal === undefined) return "nobody";
  // Whoever has a boundary is denied though listed (R52).
  const isNeverSpared = layers.boundary !== undefined && hasOwnPolicies(caller);
  const isExempt =
    Effect === "Deny"
      ? isListedWhole(NotPrincipal, caller, layers) && !isNeverSpared
      : namedBy(NotPrincipal, caller, layers) !== "nobody";
  return isExempt ? "nobody" : "direct";
}

type Ids = Pick<JsonLayers, "canonicalIds">;

/** How a `Principal` names the caller. */
export function namedBy(principal: JsonPrincipal, caller: Caller, ids: Ids): NamedAs {
  const names = awsNames(principal, caller, ids);
  if (names.includes("*")) return "direct"; // R30, R106
  if (!("account" in caller)) return isNamedOutside(principal, caller) ? "direct" : "nobody";
  if (names.includes(caller.arn)) return "direct";
  if (caller.kind === "roleSession" && names.includes(caller.roleArn)) return "role";
  if (caller.kind === "federatedUser" && names.includes(caller.issuerArn)) return "role"; // R100
  if (!names.includes(caller.account)) return "nobody";
  return caller.kind === "root" ? "direct" : "account";
}

function isListedWhole(notPrincipal: JsonPrincipal, caller: Caller, ids: Ids): boolean {
  const names = awsNames(notPrincipal, caller, ids);
  if (names.includes("*")) return true;
  if (!("account" in caller)) return isNamedOutside(notPrincipal, caller);
  return lineageOf(caller).every((name) => names.includes(name));
}

/** Callers of no account go by other names (R102, R103, R105); anonymous ones by none. */
function isNamedOutside(principal: JsonPrincipal, caller: Caller): boolean {
  if (principal === "*") return true;
  const lists = (type: string, name: string): boolean => asList(principal[type]).includes(name);
  if (caller.kind === "service") return lists("Service", caller.name);
  if ("provider" in caller) return lists("Federated", caller.provider);
  if (caller.kind !== "originAccessIdentity") return false;
  return lists("AWS", caller.arn) || lists("CanonicalUser", caller.canonicalId ?? "-");
}

/**
 * The `AWS` principals, the root ARN of the caller's account written as its id: they mean the same, and
 * so does its canonical user id (R104).
 */
function awsNames(
  principal: JsonPrincipal,
  caller: Caller,
  { canonicalIds }: Ids,
): readonly string[] {
  if (principal === "*") return ["*"];
  const names = asList(principal["AWS"]);
  if (!("account" in caller)) return names;
  const [, partition = ""] = caller.arn.split(":");
  const rootArn = `arn:${partition}:iam::${caller.account}:root`;
  const own = canonicalIds?.[caller.account];
  const isOwn = own !== undefined && asList(principal["CanonicalUser"]).includes(own);
  return [
    ...names.map((name) => (name === rootArn ? caller.account : name)),
    ...(isOwn ? [caller.account] : []),
  ];
}
