import { callers } from "../support/callers.ts";
import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowLevel } from "../policy/row-levels.ts";
import { managerOf, ORGANIZATION, policyIdOf } from "./dress-row.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { documentOf } from "./row-document.ts";

type Tree = Record<string, unknown>;

const ROOT = "r-root";
const UNIT = "ou-root-unit0001";

/** The organization of a row's world: `{}` when it speaks of none. */
export function organizationOf(row: PolicyRow, accounts: readonly string[]): Tree {
  const { serviceControl, resourceControl, organization } = row;
  if (!serviceControl && !resourceControl && organization === undefined) return {};
  const id = idOf(row);
  const caller = callers[row.caller];
  const callerAccount = "account" in caller ? caller.account : undefined;
  const service = policiesOf("service", serviceControl, callerAccount);
  const resource = policiesOf("resource", resourceControl, row.resourceAccount);
  if (resource?.without.length) {
    throw new Inexpressible("RCPFullAWSAccess is detached, which nobody can do");
  }
  const manager = managerOf(row);
  const members = accounts.filter((account) => account !== manager);
  return {
    organization: {
      id,
      managementAccount: manager,
      root: ROOT,
      organizationalUnits: { [UNIT]: { accounts: members } },
      ...(service && {
        serviceControlPolicies: service.policies,
        withoutFullAWSAccess: service.without,
      }),
      ...(resource && { resourceControlPolicies: resource.policies }),
    },
  };
}

function idOf({ organization }: PolicyRow): string {
  if (organization === undefined) return ORGANIZATION;
  if (typeof organization === "string") return organization;
  const { caller, resource } = organization;
  if (caller === undefined || caller !== resource) {
    throw new Inexpressible("two organizations, or accounts in and out of one");
  }
  return caller;
}

interface OrganizationPolicies {
  readonly policies: Tree;
  /** Targets without the policy that allows all. */
  readonly without: readonly string[];
}

function policiesOf(
  kind: "service" | "resource",
  levels: readonly RowLevel[] | "unreadable" | undefined,
  account: string | undefined,
): OrganizationPolicies | undefined {
  if (levels === undefined) return undefined;
  const policies: Tree = {};
  const without: string[] = [];
  known<readonly RowLevel[]>(levels).forEach((level, index) => {
    const target = [ROOT, UNIT, account][index];
    if (target === undefined) throw new Inexpressible("levels of an organization that has none");
    if (!level.includes("full")) without.push(target);
    level.forEach((policy, position) => {
      if (policy === "full") return;
      policies[policyIdOf(kind, index, position)] = {
        targets: [target],
        policy: documentOf(policy),
      };
    });
  });
  return { policies, without };
}
