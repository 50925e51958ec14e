import type { Store, Table } from "../state/store.ts";

/** The policy types that the lab knows. */
export type PolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/** The organization itself: there is at most one. */
export interface OrganizationRow {
  /** `o-…`. */
  readonly id: string;
  readonly managementAccount: string;
  /** `r-…`. */
  readonly root: string;
  readonly enabled: readonly PolicyType[];
}

export interface UnitRow {
  readonly id: string;
  readonly name: string;
  /** The root or another unit. */
  readonly parent: string;
}

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly parent: string;
  readonly joinedMs: number;
  readonly joinedMethod: "CREATED" | "INVITED";
}

export interface PolicyRow {
  readonly id: string;
  readonly type: PolicyType;
  readonly name: string;
  readonly description: string;
  readonly content: string;
}

/** A request to create an account. */
export interface CreationRow {
  readonly id: string;
  readonly accountName: string;
  readonly account: string;
  readonly requestedMs: number;
}

/** Everything that Organizations keeps. */
export interface OrganizationTables {
  /** One row, under `organization`. */
  readonly organization: Table<OrganizationRow>;
  /** By id. */
  readonly units: Table<UnitRow>;
  /** By account id. */
  readonly members: Table<MemberRow>;
  /** By id; AWS's own are not among them. */
  readonly policies: Table<PolicyRow>;
  /** By target and policy. */
  readonly attachments: Table<{ readonly type: PolicyType }>;
  /** By id. */
  readonly creations: Table<CreationRow>;
}

/** Declares the tables of Organizations. */
export function organizationTables(store: Store): OrganizationTables {
  return {
    organization: store.table("organizations.organization", { cached: true }),
    units: store.table("organizations.units"),
    members: store.table("organizations.members", { cached: true }),
    policies: store.table("organizations.policies"),
    attachments: store.table("organizations.attachments"),
    creations: store.table("organizations.creations"),
  };
}

/** The key of the one organization. */
export const ORGANIZATION_KEY: readonly [string] = ["organization"];
