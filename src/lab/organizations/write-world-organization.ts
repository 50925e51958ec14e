import type { World, WorldOrganization } from "../../policy/index.ts";
import { awsPolicyOf } from "./aws-policies.ts";
import {
  ORGANIZATION_KEY,
  type OrganizationTables,
  type PolicyType,
} from "./organization-tables.ts";

/** Writes the organization of a world; in a transaction. */
export function writeWorldOrganization(
  tables: OrganizationTables,
  world: World,
  createdMs: number,
): void {
  const { organization, accounts } = world;
  if (organization === undefined) return;
  const { id, managementAccount, root = "r-root" } = organization;
  const units = Object.entries(organization.organizationalUnits ?? {});
  const enabled = [
    ...(organization.serviceControlPolicies === undefined ? [] : [SERVICE]),
    ...(organization.resourceControlPolicies === undefined ? [] : [RESOURCE]),
  ];
  tables.organization.put(ORGANIZATION_KEY, { id, managementAccount, root, enabled });
  for (const [unit, { name = unit, parent = root }] of units) {
    tables.units.put([unit], { id: unit, name, parent });
  }
  for (const [account, { name }] of Object.entries(accounts)) {
    const home = units.find(([, unit]) => unit.accounts.includes(account))?.[0] ?? root;
    tables.members.put([account], {
      id: account,
      name,
      email: emailOf(account),
      parent: home,
      joinedMs: createdMs,
      joinedMethod: "INVITED",
    });
  }
  const targets = [root, ...units.map(([unit]) => unit), ...Object.keys(accounts)];
  writePolicies(tables, organization, targets);
}

const SERVICE: PolicyType = "SERVICE_CONTROL_POLICY";
const RESOURCE: PolicyType = "RESOURCE_CONTROL_POLICY";

/** Every account has an address of its own; a world says none. */
export function emailOf(account: string): string {
  return `aws+${account}@example.com`;
}

function writePolicies(
  tables: OrganizationTables,
  organization: WorldOrganization,
  targets: readonly string[],
): void {
  const { withoutFullAWSAccess = [] } = organization;
  const nowhere: readonly string[] = [];
  for (const [type, policies, without] of [
    [SERVICE, organization.serviceControlPolicies, withoutFullAWSAccess],
    [RESOURCE, organization.resourceControlPolicies, nowhere],
  ] as const) {
    if (policies === undefined) continue;
    const full = awsPolicyOf(type).id;
    for (const target of targets) {
      if (!without.includes(target)) tables.attachments.put([target, full], { type });
    }
    for (const [id, { name = id, policy, targets: attached }] of Object.entries(policies)) {
      tables.policies.put([id], { id, type, name, description: "", content: policy });
      for (const target of attached) tables.attachments.put([target, id], { type });
    }
  }
}
