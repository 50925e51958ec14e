import type { WorldOrganization } from "./world.ts";

/** The root of an organization that gives it no id. */
export const defaultRoot = "r-root";

/** The way from the root over its units down to an account, as ids. */
export function levelsOf(
  { root = defaultRoot, organizationalUnits: units = {} }: WorldOrganization,
  account: string,
): readonly string[] {
  const levels = [account];
  const home = Object.entries(units).find(([, { accounts }]) => accounts.includes(account));
  // `parseWorld` has refused units in a circle.
  for (let unit = home?.[0]; unit !== undefined && unit !== root; unit = units[unit]?.parent) {
    levels.unshift(unit);
  }
  return [root, ...levels];
}

/** The value of `aws:PrincipalOrgPaths` and `aws:ResourceOrgPaths` for an account. */
export function organizationPath(organization: WorldOrganization, account: string): string {
  return [organization.id, ...levelsOf(organization, account).slice(0, -1), ""].join("/");
}
