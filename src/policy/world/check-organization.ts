import type { Sentence } from "../../aws/index.ts";
import { parsePolicy } from "../parse-policy.ts";
import { checkPolicies, type Place } from "./check-policies.ts";
import { hint } from "./check-references.ts";
import { defaultRoot } from "./organization-tree.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import type { WrittenOrganization } from "./written-organization.ts";
import type { WrittenWorld } from "./written-world.ts";

const PLACE: Place = ["organization"];

const DENIES_ONLY: Sentence = {
  en: "a resource control policy cannot allow, only deny",
  ja: "リソースコントロールポリシーは許可できません。拒否だけを書けます",
};
const FOR_EVERYONE: Sentence = {
  en: 'a resource control policy is for every principal: `"*"`',
  ja: 'リソースコントロールポリシーのプリンシパルは、すべてを表す `"*"` だけです',
};

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
      const { en, ja } = hint(parent, parents);
      const sentence = {
        en: `no unit \`${parent}\`${en}`,
        ja: `組織単位 \`${parent}\` はありません${ja}`,
      };
      return [worldProblem(path, sentence)];
    }
    const circle = {
      en: `unit \`${id}\` cannot stand below itself`,
      ja: `組織単位 \`${id}\` は自分自身の下には置けません`,
    };
    return isAbove(units, id, parent) ? [worldProblem(path, circle)] : [];
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
        const { en, ja } = hint(account, accounts);
        const sentence = {
          en: `no account \`${account}\`${en}`,
          ja: `アカウント \`${account}\` はありません${ja}`,
        };
        return [worldProblem(path, sentence)];
      }
      const other = home.get(account);
      home.set(account, unit);
      if (other === undefined) return [];
      const sentence = {
        en: `account \`${account}\` is also in unit \`${other}\``,
        ja: `アカウント \`${account}\` は組織単位 \`${other}\` にも入っています`,
      };
      return [worldProblem(path, sentence)];
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
    .map((target) => {
      const { en, ja } = hint(target, known);
      return worldProblem(path, {
        en: `no root, unit or account \`${target}\`${en}`,
        ja: `ルート、組織単位、アカウントのいずれにも \`${target}\` はありません${ja}`,
      });
    });
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
    return [...(effect === "Deny" ? [] : [DENIES_ONLY]), ...(isEveryone ? [] : [FOR_EVERYONE])].map(
      (sentence) => worldProblem(path, sentence),
    );
  });
}
