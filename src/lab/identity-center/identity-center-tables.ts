import type { Store, Table } from "../state/store.ts";

/** The one instance of Identity Center. */
export interface InstanceRow {
  readonly arn: string;
  /** `ssoins-…`. */
  readonly id: string;
  /** `d-…`. */
  readonly storeId: string;
  /** The home region. */
  readonly region: string;
  /** The account whose it is: the organization's management account. */
  readonly owner: string;
  readonly createdMs: number;
}

/** A managed policy that a permission set refers to: AWS's by ARN, an account's own by name. */
export type PolicyReference =
  | { readonly kind: "aws"; readonly arn: string }
  | { readonly kind: "customer"; readonly name: string; readonly path: string };

export interface PermissionSetRow {
  /** `ps-…`. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** ISO 8601, e.g. `PT1H`. */
  readonly sessionDuration: string;
  readonly relayState?: string;
  readonly createdMs: number;
  readonly policies: readonly PolicyReference[];
  readonly inline?: string;
  readonly boundary?: PolicyReference;
}

export interface AssignmentRow {
  readonly account: string;
  readonly set: string;
  readonly principalType: "USER" | "GROUP";
  readonly principalId: string;
}

/** The role that a permission set has in an account. */
interface ProvisionRow {
  readonly account: string;
  readonly set: string;
  readonly role: string;
}

/** What was asked for, and is done by the time of the answer. */
export interface OperationRow {
  readonly id: string;
  readonly kind: "creation" | "deletion" | "provisioning";
  readonly set: string;
  readonly createdMs: number;
  readonly account?: string;
  readonly principalType?: AssignmentRow["principalType"];
  readonly principalId?: string;
}

export interface UserRow {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string;
}

export interface GroupRow {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
}

interface MembershipRow {
  readonly id: string;
  readonly group: string;
  readonly user: string;
}

/** A program that registered to sign people in. */
export interface ClientRow {
  readonly id: string;
  readonly secret: string;
  readonly expiresMs: number;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  /** The start URL, where the program named one. */
  readonly issuer?: string;
}

/** A sign-in that waits for its approval, or has it. */
export interface GrantRow {
  /** Device code or authorization code. */
  readonly code: string;
  readonly client: string;
  readonly expiresMs: number;
  /** Of the user who approved. */
  readonly user?: string;
  /** Device flow: what the person sees. */
  readonly userCode?: string;
  readonly startUrl?: string;
  /** Authorization code flow (RFC 7636). */
  readonly challenge?: string;
  readonly redirectUri?: string;
}

export interface TokenRow {
  readonly token: string;
  readonly kind: "access" | "refresh";
  readonly client: string;
  readonly user: string;
  readonly expiresMs: number;
}

/** Everything that Identity Center keeps. */
export interface IdentityCenterTables {
  /** One row, under `instance`. */
  readonly instance: Table<InstanceRow>;
  /** By id. */
  readonly permissionSets: Table<PermissionSetRow>;
  /** By account, permission set, type and id of the principal. */
  readonly assignments: Table<AssignmentRow>;
  /** By account and permission set. */
  readonly provisions: Table<ProvisionRow>;
  /** By id. */
  readonly operations: Table<OperationRow>;
  /** By id. */
  readonly users: Table<UserRow>;
  /** By id. */
  readonly groups: Table<GroupRow>;
  /** By id. */
  readonly memberships: Table<MembershipRow>;
  /** By id. */
  readonly clients: Table<ClientRow>;
  /** By code. */
  readonly grants: Table<GrantRow>;
  /** By token. */
  readonly tokens: Table<TokenRow>;
}

/** Declares the tables of Identity Center. */
export function identityCenterTables(store: Store): IdentityCenterTables {
  return {
    instance: store.table("sso.instance"),
    permissionSets: store.table("sso.permission-sets"),
    assignments: store.table("sso.assignments"),
    provisions: store.table("sso.provisions"),
    operations: store.table("sso.operations"),
    users: store.table("sso.users"),
    groups: store.table("sso.groups"),
    memberships: store.table("sso.memberships"),
    clients: store.table("sso.clients"),
    grants: store.table("sso.grants"),
    tokens: store.table("sso.tokens"),
  };
}

/** The key of the one instance. */
export const INSTANCE_KEY: readonly [string] = ["instance"];
