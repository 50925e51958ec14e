import type { Caller } from "../../src/policy/index.ts";
import { asList, type JsonPrincipal, type JsonStatement } from "./policy-json.ts";

/** How a statement of a resource policy names the caller, if it does (R30 to R35). */
export type NamedAs = "direct" | "role" | "account" | "nobody";

/** The caller's own names, from its account down: who is denied above is denied below (R36). */
export function lineageOf(caller: Caller): readonly string[] {
  switch (caller.kind) {
    case "anonymous":
      return [];
    case "root":
      return [caller.account];
    case "user":
      return [caller.account, caller.arn];
    case "roleSession":
      return [caller.account, caller.roleArn, caller.arn];
  }
}

export function namedAs(statement: JsonStatement, caller: Caller): NamedAs {
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal !== undefined) return isExempt(NotPrincipal, caller) ? "nobody" : "direct";
  if (Principal === undefined) return "nobody";
  const names = awsNames(Principal, caller);
  if (names.includes("*")) return "direct";
  if (caller.kind === "anonymous") return "nobody";
  if (names.includes(caller.arn)) return "direct";
  if (caller.kind === "roleSession" && names.includes(caller.roleArn)) return "role";
  if (!names.includes(caller.account)) return "nobody";
  return caller.kind === "root" ? "direct" : "account";
}

function isExempt(notPrincipal: JsonPrincipal, caller: Caller): boolean {
  const names = awsNames(notPrincipal, caller);
  if (names.includes("*")) return true;
  return caller.kind !== "anonymous" && lineageOf(caller).every((name) => names.includes(name));
}

/** The `AWS` principals, the root ARN of the caller's account written as its id: they mean the same. */
function awsNames(principal: JsonPrincipal, caller: Caller): readonly string[] {
  if (principal === "*") return ["*"];
  const names = asList(principal["AWS"]);
  if (caller.kind === "anonymous") return names;
  const [, partition = ""] = caller.arn.split(":");
  const rootArn = `arn:${partition}:iam::${caller.account}:root`;
  return names.map((name) => (name === rootArn ? caller.account : name));
}
