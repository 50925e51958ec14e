import { checkBucketSettings } from "./check-buckets.ts";
import { checkEncryption, checkKeys } from "./check-keys.ts";
import { checkOrganization } from "./check-organization.ts";
import { checkPolicies, type Place } from "./check-policies.ts";
import { checkReferences, hint } from "./check-references.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import type {
  WrittenAccount,
  WrittenGroup,
  WrittenRole,
  WrittenSignIn,
  WrittenUser,
  WrittenWorld,
} from "./written-world.ts";

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
  return [...checkOrganization(world), ...sets, ...accounts];
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
    ...Object.entries(account.buckets).flatMap(([name, bucket]) =>
      checkBucket([...place, "buckets", name], bucket, here),
    ),
    ...checkKeys([...place, "keys"], account.keys),
    ...Object.entries(account.vpcEndpoints).flatMap(([name, { policy }]) =>
      checkPolicies([...place, "vpcEndpoints", name], "resource", { policy }),
    ),
    ...Object.entries(account.users).flatMap(([name, user]) => {
      const at = [...place, "users", name];
      return [
        ...checkPrincipal(at, user, here),
        ...checkGroups([...at, "groups"], user, here),
        ...checkEndpoint(at, user, here),
      ];
    }),
    ...Object.entries(account.groups).flatMap(([name, group]) =>
      checkPrincipal([...place, "groups", name], group, here),
    ),
    ...Object.entries(account.roles).flatMap(([name, role]) => [
      ...checkRole([...place, "roles", name], role, here),
      ...checkPermissionSet(name, role, here),
    ]),
  ];
}

function checkBucket(
  place: Place,
  bucket: WrittenAccount["buckets"][string],
  { world }: InAccount,
): readonly WorldProblem[] {
  const { region, policy, encryption } = bucket;
  const { kmsKey } = encryption ?? {};
  return [
    ...checkPolicies(place, "resource", { policy }),
    ...checkBucketSettings(place, bucket, world),
    ...(kmsKey === undefined
      ? []
      : checkEncryption([...place, "encryption", "kmsKey"], { kmsKey, region }, world)),
  ];
}

function checkPrincipal(
  place: Place,
  principal: WrittenUser | WrittenRole | WrittenGroup,
  here: InAccount,
): readonly WorldProblem[] {
  const { managedPolicies, inlinePolicies } = principal;
  const boundary = "boundary" in principal ? principal.boundary : undefined;
  return [
    ...checkReferences([...place, "managedPolicies"], managedPolicies, here),
    ...checkReferences([...place, "boundary"], listOf(boundary), here),
    ...checkPolicies([...place, "inlinePolicies"], "identity", inlinePolicies),
  ];
}

function checkGroups(
  path: Place,
  { groups }: WrittenUser,
  { id, account }: InAccount,
): readonly WorldProblem[] {
  const known = Object.keys(account.groups);
  return groups
    .filter((group) => !known.includes(group))
    .map((group) => {
      const { en, ja } = hint(group, known);
      return worldProblem(path, {
        en: `no group \`${group}\` in account \`${id}\`${en}`,
        ja: `アカウント \`${id}\` にグループ \`${group}\` はありません${ja}`,
      });
    });
}

function checkRole(place: Place, role: WrittenRole, here: InAccount): readonly WorldProblem[] {
  return [
    ...checkPrincipal(place, role, here),
    ...checkPolicies(place, "trust", { trustPolicy: role.trustPolicy }),
    ...Object.entries(role.sessions).flatMap(([name, session]) => {
      const at = [...place, "sessions", name];
      return [
        ...checkPolicies(at, "identity", { policy: session.policy }),
        ...checkEndpoint(at, session, here),
      ];
    }),
  ];
}

function checkEndpoint(
  place: Place,
  { endpoint }: WrittenSignIn,
  { world }: InAccount,
): readonly WorldProblem[] {
  const known = Object.values(world.accounts).flatMap(({ vpcEndpoints }) =>
    Object.keys(vpcEndpoints),
  );
  if (endpoint === undefined || known.includes(endpoint)) return [];
  const { en, ja } = hint(endpoint, known);
  const sentence = {
    en: `no VPC endpoint \`${endpoint}\`${en}`,
    ja: `VPC エンドポイント \`${endpoint}\` はありません${ja}`,
  };
  return [worldProblem([...place, "endpoint"], sentence)];
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
    const { en, ja } = hint(wanted, Object.keys(sets));
    const sentence = {
      en: `no permission set \`${wanted}\` in \`identityCenter\`${en}`,
      ja: `\`identityCenter\` にアクセス許可セット \`${wanted}\` はありません${ja}`,
    };
    return [worldProblem([...place, "permissionSet"], sentence)];
  }
  return [
    ...checkReferences([...place, "permissionSet", "managedPolicies"], set.managedPolicies, here),
    ...checkReferences([...place, "permissionSet", "boundary"], listOf(set.boundary), here),
    ...checkReservedName(place, name, wanted),
    ...checkNothingOfItsOwn(place, role, wanted),
  ];
}

function listOf(reference: string | undefined): readonly string[] {
  return reference === undefined ? [] : [reference];
}

/** IAM Identity Center User Guide, Referencing permission sets in resource policies. */
function checkReservedName(path: Place, name: string, set: string): readonly WorldProblem[] {
  const prefix = `AWSReservedSSO_${set}_`;
  if (name.startsWith(prefix) && /^[0-9a-f]{16}$/.test(name.slice(prefix.length))) return [];
  const sentence = {
    en: `a role of permission set \`${set}\` is named \`${prefix}\` and 16 hexadecimal digits, not \`${name}\``,
    ja: `アクセス許可セット \`${set}\` のロールの名前は、\`${name}\` ではなく、\`${prefix}\` と 16 桁の 16 進数です`,
  };
  return [worldProblem(path, sentence)];
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
    role.boundary === undefined ? [] : ["boundary"],
  ].flat();
  return own.map((field) =>
    worldProblem([...place, field], {
      en: `\`${field}\` comes from permission set \`${set}\`: change it there`,
      ja: `\`${field}\` はアクセス許可セット \`${set}\` で決まります。そちらを変更してください`,
    }),
  );
}
