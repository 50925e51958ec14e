import { findRow } from "../json/find-row.ts";
import {
  organizationPath,
  organizationPolicies,
  type OrganizationLayers,
  type World,
  type WorldOrganization,
} from "../../policy/index.ts";
import { awsPolicyOf } from "./aws-policies.ts";
import {
  ORGANIZATION_KEY,
  type OrganizationRow,
  type OrganizationTables,
  type PolicyType,
} from "./organization-tables.ts";

/** The organization as authorization sees it, at once after every change. */
export interface OrganizationView {
  /** The organization's id, for accounts that are in it. */
  idOf(account: string): string | undefined;
  /** `aws:PrincipalOrgPaths` of an account. */
  pathOf(account: string): string | undefined;
  /** What the organization says to a request. */
  layersOf(sides: { readonly caller?: string; readonly resource?: string }): OrganizationLayers;
}

interface Derived {
  readonly revision: number;
  readonly organization: WorldOrganization | undefined;
  readonly layersOf: OrganizationView["layersOf"];
}

/** Watches the tables, and reads them again only after a change. */
export function viewOrganization(tables: OrganizationTables): OrganizationView {
  let derived: Derived | undefined;
  const current = (): Derived => {
    const revision = revisionOf(tables);
    if (derived?.revision !== revision) derived = { revision, ...derive(tables) };
    return derived;
  };
  return {
    idOf: (account) =>
      findRow(tables.members, account) === undefined ? undefined : current().organization?.id,
    pathOf(account) {
      const { organization } = current();
      if (organization === undefined || findRow(tables.members, account) === undefined)
        return undefined;
      return organizationPath(organization, account);
    },
    layersOf: (sides) => current().layersOf(sides),
  };
}

function revisionOf(tables: OrganizationTables): number {
  const { organization, units, members, policies, attachments } = tables;
  return [organization, units, members, policies, attachments].reduce(
    (sum, { revision }) => sum + revision,
    0,
  );
}

/** The organization as a world has it; undefined where there is none. */
export function organizationIn(tables: OrganizationTables): WorldOrganization | undefined {
  const row = tables.organization.get(ORGANIZATION_KEY);
  return row && organizationOf(row, tables);
}

function derive(tables: OrganizationTables): Omit<Derived, "revision"> {
  const organization = organizationIn(tables);
  if (organization === undefined) return { organization, layersOf: () => ({}) };
  const ids = [...tables.members.range()].map(({ value }) => value.id);
  const world: World = {
    organization,
    accounts: Object.fromEntries(ids.map((id) => [id, EMPTY_ACCOUNT])),
  };
  return { organization, layersOf: organizationPolicies(world) };
}

const EMPTY_ACCOUNT: World["accounts"][string] = {
  name: "",
  users: {},
  roles: {},
  policies: {},
  buckets: {},
};

function organizationOf(row: OrganizationRow, tables: OrganizationTables): WorldOrganization {
  const { id, managementAccount, root, enabled } = row;
  const members = [...tables.members.range()].map(({ value }) => value);
  const units = [...tables.units.range()].map(({ value }) => value);
  const targets = [root, ...units.map((unit) => unit.id), ...members.map((member) => member.id)];
  const full = awsPolicyOf("SERVICE_CONTROL_POLICY").id;
  const hasServiceControl = enabled.includes("SERVICE_CONTROL_POLICY");
  const hasResourceControl = enabled.includes("RESOURCE_CONTROL_POLICY");
  return {
    id,
    managementAccount,
    root,
    organizationalUnits: Object.fromEntries(
      units.map((unit) => [
        unit.id,
        {
          name: unit.name,
          parent: unit.parent,
          accounts: members.filter(({ parent }) => parent === unit.id).map((member) => member.id),
        },
      ]),
    ),
    ...(hasServiceControl && {
      serviceControlPolicies: policiesOf("SERVICE_CONTROL_POLICY", tables),
      withoutFullAWSAccess: targets.filter(
        (target) => tables.attachments.get([target, full]) === undefined,
      ),
    }),
    ...(hasResourceControl && {
      resourceControlPolicies: policiesOf("RESOURCE_CONTROL_POLICY", tables),
    }),
  };
}

type WorldPolicies = NonNullable<WorldOrganization["serviceControlPolicies"]>;

function policiesOf(type: PolicyType, tables: OrganizationTables): WorldPolicies {
  const attachments = [...tables.attachments.range()].map(({ key }) => key);
  const rows = [...tables.policies.range()].map(({ value }) => value);
  return Object.fromEntries(
    rows
      .filter((policy) => policy.type === type)
      .map(({ id, name, content }) => [
        id,
        {
          name,
          targets: attachments.filter((key) => key[1] === id).map(([target = ""]) => target),
          policy: content,
        },
      ]),
  );
}
