import { nearestWord } from "../../aws/index.ts";
import { parsePolicy } from "../parse-policy.ts";
import { awsManagedPolicy, awsManagedPolicyNames } from "./managed-policies.ts";
import { customerPolicyName } from "./policy-arn.ts";
import type { WorldProblem } from "./world-problem.ts";
import type { WrittenAccount, WrittenRole, WrittenWorld } from "./written-world.ts";

type Place = readonly string[];
type PolicyKind = "identity" | "resource" | "trust";

/** Finds what a world file's shape does not show: dangling names and policies that do not parse. */
export function checkWorld(world: WrittenWorld): readonly WorldProblem[] {
  const sets = Object.entries(world.identityCenter?.permissionSets ?? {}).flatMap(([name, set]) =>
    checkPolicies(["identityCenter", "permissionSets", name], "identity", {
      inlinePolicy: set.inlinePolicy,
    }),
  );
  const accounts = Object.entries(world.accounts).flatMap(([id, account]) =>
    checkAccount({ world, id, account }),
  );
  return [...sets, ...accounts];
}

interface InAccount {
  readonly world: WrittenWorld;
  readonly id: string;
  readonly account: WrittenAccount;
}

function checkAccount(here: InAccount): readonly WorldProblem[] {
  const { account } = here;
  const place = ["accounts", here.id];
  return [
    ...checkPolicies([...place, "policies"], "identity", account.policies),
    ...Object.entries(account.buckets).flatMap(([name, { policy }]) =>
      checkPolicies([...place, "buckets", name], "resource", { policy }),
    ),
    ...Object.entries(account.users).flatMap(([name, user]) => [
      ...checkReferences([...place, "users", name], user.managedPolicies, here),
      ...checkPolicies(
        [...place, "users", name, "inlinePolicies"],
        "identity",
        user.inlinePolicies,
      ),
    ]),
    ...Object.entries(account.roles).flatMap(([name, role]) => [
      ...checkRole([...place, "roles", name], role, here),
      ...checkPermissionSet(name, role, here),
    ]),
  ];
}

function checkRole(place: Place, role: WrittenRole, here: InAccount): readonly WorldProblem[] {
  return [
    ...checkReferences(place, role.managedPolicies, here),
    ...checkPolicies([...place, "inlinePolicies"], "identity", role.inlinePolicies),
    ...checkPolicies(place, "trust", { trustPolicy: role.trustPolicy }),
  ];
}

function checkPermissionSet(
  name: string,
  role: WrittenRole,
  here: InAccount,
): readonly WorldProblem[] {
  const wanted = role.permissionSet;
  if (wanted === undefined) return [];
  const place = ["accounts", here.id, "roles", name];
  const sets = here.world.identityCenter?.permissionSets ?? {};
  const set = Object.hasOwn(sets, wanted) ? sets[wanted] : undefined;
  if (set === undefined) {
    const message = `no permission set \`${wanted}\` in \`identityCenter\`${hint(wanted, Object.keys(sets))}`;
    return [{ path: [...place, "permissionSet"], message }];
  }
  return [
    ...checkReferences([...place, "permissionSet"], set.managedPolicies, here),
    ...checkReservedName(place, name, wanted),
    ...checkNothingOfItsOwn(place, role, wanted),
  ];
}

/** IAM Identity Center User Guide, Referencing permission sets in resource policies. */
function checkReservedName(path: Place, name: string, set: string): readonly WorldProblem[] {
  const prefix = `AWSReservedSSO_${set}_`;
  if (name.startsWith(prefix) && /^[0-9a-f]{16}$/.test(name.slice(prefix.length))) return [];
  const message = `a role of permission set \`${set}\` is named \`${prefix}\` and 16 hexadecimal digits, not \`${name}\``;
  return [{ path, message }];
}

function checkNothingOfItsOwn(
  place: Place,
  role: WrittenRole,
  set: string,
): readonly WorldProblem[] {
  const own = [
    role.path === undefined ? [] : ["path"],
    role.managedPolicies.length === 0 ? [] : ["managedPolicies"],
    Object.keys(role.inlinePolicies).length === 0 ? [] : ["inlinePolicies"],
  ].flat();
  return own.map((field) => ({
    path: [...place, field],
    message: `\`${field}\` comes from permission set \`${set}\`: change it there`,
  }));
}

function checkReferences(
  place: Place,
  references: readonly string[],
  { id, account }: InAccount,
): readonly WorldProblem[] {
  const own = Object.keys(account.policies);
  return references
    .filter(
      (reference) =>
        !awsManagedPolicy(reference) && !own.includes(customerPolicyName(reference, id)),
    )
    .map((reference) => ({
      path: [...place, "managedPolicies"],
      message: `no policy \`${reference}\` in account \`${id}\`, nor among the known AWS managed policies${hint(reference, [...own, ...awsManagedPolicyNames])}`,
    }));
}

function hint(typed: string, known: readonly string[]): string {
  const meant = nearestWord(typed, known);
  return meant === undefined ? "" : `: did you mean \`${meant}\`?`;
}

function checkPolicies(
  place: Place,
  kind: PolicyKind,
  texts: Readonly<Record<string, string | undefined>>,
): readonly WorldProblem[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const parsed = parsePolicy(text, kind);
    if (parsed.ok) return [];
    return parsed.problems.map(({ line, column, message }) => ({
      path: [...place, name],
      message: `line ${line}, column ${column} of the policy: ${message}`,
    }));
  });
}
