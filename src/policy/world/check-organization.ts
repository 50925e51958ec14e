import { parsePolicy } from "../parse-policy.ts";
import { checkPolicies, type Place } from "./check-policies.ts";
import { hint } from "./check-references.ts";
import { defaultRoot } from "./organization-tree.ts";
import type { WorldProblem } from "./world-problem.ts";
import type { WrittenOrganization } from "./written-organization.ts";
import type { WrittenWorld } from "./written-world.ts";

const PLACE: Place = ["organization"];

/** Finds units and targets that do not exist, units in a circle, and policies that cannot be. */
export function checkOrganization({
  organization,
  accounts,
}: WrittenWorld): readonly WorldProblem[] {
  if (organization === undefined) return [];
  const units = organization.organizationalUnits ?? {};
  const root = organization.root ?? defaultRoot;
  const targets = [root, ...Object.keys(units), ...Object.keys(accounts)];
  return [
    ...checkUnits(organization, [root, ...Object.keys(units)]),
    ...checkMembers(units, Object.keys(accounts)),
    ...checkTargets([...PLACE, "withoutFullAWSAccess"], organization.withoutFullAWSAccess, targets),
    ...checkPoliciesOf(organization, "serviceControlPolicies", targets),
    ...checkPoliciesOf(organization, "resourceControlPolicies", targets),
  ];
}

type Units = NonNullable<WrittenOrganization["organizationalUnits"]>;

function checkUnits(
  { organizationalUnits }: WrittenOrganization,
  parents: readonly string[],
): readonly WorldProblem[] {
  const units = organizationalUnits ?? {};
  return Object.entries(units).flatMap(([id, { parent }]) => {
    if (parent === undefined) return [];
    const path = [...PLACE, "organizationalUnits", id, "parent"];
    if (!parents.includes(parent)) {
      return [{ path, message: `no unit \`${parent}\`${hint(parent, parents)}` }];
    }
    return isAbove(units, id, parent)
      ? [{ path, message: `unit \`${id}\` cannot stand below itself` }]
      : [];
  });
}

/** Does the way up from `from` lead to the unit? */
function isAbove(units: Units, unit: string, from: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = from; at !== undefined; at = units[at]?.parent) {
    if (at === unit) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

/** AWS Organizations User Guide: an account has exactly one parent. */
function checkMembers(units: Units, accounts: readonly string[]): readonly WorldProblem[] {
  const home = new Map<string, string>();
  return Object.entries(units).flatMap(([unit, { accounts: members }]) =>
    members.flatMap((account) => {
      const path = [...PLACE, "organizationalUnits", unit, "accounts"];
      if (!accounts.includes(account)) {
        return [{ path, message: `no account \`${account}\`${hint(account, accounts)}` }];
      }
      const other = home.get(account);
      home.set(account, unit);
      if (other === undefined) return [];
      return [{ path, message: `account \`${account}\` is also in unit \`${other}\`` }];
    }),
  );
}

function checkTargets(
  path: Place,
  targets: readonly string[],
  known: readonly string[],
): readonly WorldProblem[] {
  return targets
    .filter((target) => !known.includes(target))
    .map((target) => ({
      path,
      message: `no root, unit or account \`${target}\`${hint(target, known)}`,
    }));
}

function checkPoliciesOf(
  organization: WrittenOrganization,
  type: "serviceControlPolicies" | "resourceControlPolicies",
  known: readonly string[],
): readonly WorldProblem[] {
  const denies = type === "resourceControlPolicies";
  return Object.entries(organization[type] ?? {}).flatMap(([id, { targets, policy }]) => {
    const place = [...PLACE, type, id];
    return [
      ...checkTargets([...place, "targets"], targets, known),
      ...checkPolicies(place, denies ? "resource" : "identity", { policy }),
      ...(denies ? checkResourceControl([...place, "policy"], policy) : []),
    ];
  });
}

/** AWS Organizations User Guide, RCP syntax: only Deny, only for every principal. */
function checkResourceControl(path: Place, text: string): readonly WorldProblem[] {
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) return [];
  return parsed.value.statements.flatMap(({ effect, principal }) => {
    const isEveryone =
      principal?.negated === false && principal.entries.every(({ value }) => value.value === "*");
    return [
      ...(effect === "Deny" ? [] : ["a resource control policy cannot allow, only deny"]),
      ...(isEveryone ? [] : ['a resource control policy is for every principal: `"*"`']),
    ].map((message) => ({ path, message }));
  });
}
