import type { Sentence } from "../../aws/index.ts";
import { accountCaller, type OrganizationLevel } from "../../policy/index.ts";
import { cameTo } from "../facts/asked-of.ts";
import type { Facts, LimitFact } from "../facts/facts.ts";
import { NOBODY_ASKED } from "./nobody-asked.ts";

/** The organization of the callers in the form of world files, and what of it is not known. */
export interface PulledOrganization {
  readonly organization?: object;
  readonly lacks: readonly Sentence[];
}

interface Way {
  readonly account: string;
  readonly type: "service" | "resource";
  readonly fact: LimitFact<readonly OrganizationLevel[]>;
}

/** Writes the organization with the control policies that were read. */
export function pulledOrganization(all: readonly Facts[]): PulledOrganization {
  const [told] = all.flatMap(({ organizationId: id, limits: { managementAccounts } }) =>
    id.known && id.value !== undefined && managementAccounts[0] !== undefined
      ? [{ id: id.value, managementAccount: managementAccounts[0] }]
      : [],
  );
  if (told === undefined) return { lacks: [] };
  const ways = all.flatMap(waysIn);
  const open = ways.flatMap(({ account, type, fact }) =>
    fact.known === true
      ? []
      : [cameTo(controlOver(account, type), fact.why.en === "" ? NOBODY_ASKED : fact.why)],
  );
  const levels = ways.flatMap(({ type, fact }) =>
    fact.known === true && fact.value !== undefined ? [{ type, levels: fact.value }] : [],
  );
  const paths = levels.map((way) => way.levels.map(({ id }) => id));
  const root = paths[0]?.[0];
  return {
    organization: {
      ...told,
      ...(root !== undefined && { root }),
      organizationalUnits: unitsIn(paths),
      ...policiesIn(levels, "service"),
      ...policiesIn(levels, "resource"),
      withoutFullAWSAccess: closedIn(levels),
    },
    lacks: open,
  };
}

function controlOver(account: string, type: Way["type"]): Sentence {
  const kind = type === "service" ? "サービス" : "リソース";
  return {
    en: `${type} control policies over account ${account}`,
    ja: `アカウント ${account} の${kind}コントロールポリシー`,
  };
}

function waysIn({ caller, limits, buckets }: Facts): readonly Way[] {
  const account = accountCaller(caller)?.account ?? "";
  const ofBuckets = [...buckets.values()].flatMap(({ owner, resourceControl }): Way[] =>
    owner.known ? [{ account: owner.value, type: "resource", fact: resourceControl }] : [],
  );
  return [{ account, type: "service", fact: limits.serviceControl }, ...ofBuckets];
}

function unitsIn(paths: readonly (readonly string[])[]): Readonly<Record<string, object>> {
  const units = new Map<string, { readonly parent: string; readonly accounts: Set<string> }>();
  for (const path of paths) {
    path.slice(1, -1).forEach((id, i) => {
      const unit = units.get(id) ?? { parent: path[i] ?? "", accounts: new Set<string>() };
      units.set(id, unit);
      if (i === path.length - 3) unit.accounts.add(path.at(-1) ?? "");
    });
  }
  return Object.fromEntries(
    [...units].map(([id, { parent, accounts }]) => [id, { parent, accounts: [...accounts] }]),
  );
}

interface Levels {
  readonly type: "service" | "resource";
  readonly levels: readonly OrganizationLevel[];
}

/** AWS's own full access stands on every target by itself. */
function isOfAws(arn: string): boolean {
  return arn.startsWith("arn:aws:organizations::aws:");
}

function policiesIn(all: readonly Levels[], type: Levels["type"]): object {
  const levels = all.filter((each) => each.type === type).flatMap((each) => each.levels);
  if (levels.length === 0) return {};
  const policies = new Map<string, { name: string; targets: Set<string>; policy: string }>();
  for (const { id, policies: attached } of levels) {
    for (const { arn = "", name, document } of attached.filter(
      (each) => !isOfAws(each.arn ?? ""),
    )) {
      const key = arn.slice(arn.lastIndexOf("/") + 1);
      const known = policies.get(key) ?? {
        name,
        targets: new Set<string>(),
        policy: document.text,
      };
      known.targets.add(id);
      policies.set(key, known);
    }
  }
  const written = [...policies].map(
    ([id, policy]) => [id, { ...policy, targets: [...policy.targets] }] as const,
  );
  return { [`${type}ControlPolicies`]: Object.fromEntries(written) };
}

/** Where full access was taken away; of resource control policies it cannot be. */
function closedIn(all: readonly Levels[]): readonly string[] {
  const levels = all.filter(({ type }) => type === "service").flatMap((each) => each.levels);
  const closed = levels.filter(({ policies }) => !policies.some(({ arn = "" }) => isOfAws(arn)));
  return [...new Set(closed.map(({ id }) => id))];
}
