import { isAccountId, parseArn } from "../../aws/index.ts";
import type { Caller } from "../request.ts";
import type { Shortfall } from "./shortfall.ts";

/** The name by which a policy should have the caller; undefined for one that has no name. */
export function nameOf(caller: Caller): string | undefined {
  switch (caller.kind) {
    case "roleSession":
      return caller.roleArn;
    case "root":
    case "user":
    case "federatedUser":
    case "originAccessIdentity":
      return caller.arn;
    case "service":
      return caller.name;
    case "webIdentity":
    case "saml":
      return caller.provider;
    case "anonymous":
      return undefined;
  }
}

/** Why `Principal` does not name the caller: the listed name that comes nearest, and what it lacks. */
export function principalShortfall(named: readonly string[], caller: Caller): Shortfall {
  const name = nameOf(caller);
  if (name === undefined) return { code: "unsigned", named };
  const near = named
    .map((one) => nearName(one, caller, name))
    .filter((found) => found !== undefined);
  const [nearest] = near.sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  if (nearest !== undefined) return nearest;
  const account = "account" in caller ? caller.account : undefined;
  const [only, ...others] = named;
  if (account !== undefined && only !== undefined && others.length === 0) {
    const other = accountIn(only);
    if (other !== undefined && other !== account) {
      return { code: "otherAccount", named: only, account };
    }
  }
  return { code: "otherPrincipal", named, caller: name };
}

const order: readonly Shortfall["code"][] = [
  "otherSession",
  "otherPath",
  "remadeRole",
  "rootOnly",
  "deletedPrincipal",
];

function nearName(named: string, caller: Caller, name: string): Shortfall | undefined {
  // IAM User Guide, Unique identifiers: what S3 shows in place of a user or role that was deleted.
  if (/^A(?:ROA|IDA)[A-Z0-9]+$/.test(named)) return { code: "deletedPrincipal", named };
  const account = accountIn(named);
  if (!("account" in caller) || account !== caller.account) return undefined;
  if (named === account || named.endsWith(":root")) return { code: "rootOnly", named };
  if (caller.kind === "roleSession") return nearRole(named, caller);
  if (lastPart(named) === lastPart(name)) return { code: "otherPath", named, caller: name };
  return undefined;
}

function nearRole(
  named: string,
  { arn, roleArn }: Extract<Caller, { kind: "roleSession" }>,
): Shortfall | undefined {
  const role = lastPart(roleArn);
  if (named.includes(":assumed-role/")) {
    const isSame = named.split("/")[1] === role;
    return isSame ? { code: "otherSession", named, caller: arn } : undefined;
  }
  if (!named.includes(":role/")) return undefined;
  if (lastPart(named) === role) return { code: "otherPath", named, caller: roleArn };
  const [mine, theirs] = [role, lastPart(named)].map(permissionSet);
  return mine !== undefined && mine === theirs
    ? { code: "remadeRole", named, caller: roleArn }
    : undefined;
}

/** Identity Center names roles `AWSReservedSSO_<set>_<16 hex digits>`. */
function permissionSet(role: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role)?.[1];
}

function lastPart(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
}

function accountIn(named: string): string | undefined {
  const account = isAccountId(named) ? named : (parseArn(named)?.account ?? "");
  return isAccountId(account) ? account : undefined;
}
