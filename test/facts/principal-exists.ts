import { isAccountId, parseArn } from "../../src/aws/index.ts";
import { type World, worldPrincipals } from "../../src/policy/index.ts";

/**
 * Whether S3 finds a principal: accounts by number or root ARN, users and roles by their whole ARN,
 * sessions of a role by the role's name (AWS re:Post, Invalid principal in policy).
 */
export function principalExists(world: World, principal: string): boolean {
  if (isAccountId(principal)) return principal in world.accounts;
  const arn = parseArn(principal);
  const account = world.accounts[arn?.account ?? ""];
  if (arn === undefined || account === undefined) return false;
  if (arn.resource === "root") return true;
  const session = /^assumed-role\/([^/]+)\/[^/*?]+$/.exec(arn.resource);
  if (session !== null) return (session[1] ?? "") in account.roles;
  return worldPrincipals(world).some(
    ({ caller }) =>
      (caller.kind === "user" && caller.arn === principal) ||
      (caller.kind === "roleSession" && caller.roleArn === principal),
  );
}
