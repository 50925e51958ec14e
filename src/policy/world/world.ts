import type { Credentials } from "../../aws/index.ts";

/**
 * Everything that authorization rests on, as one document: what `lab --world` loads and
 * `check --world` reads. Policies are kept as text, so that positions in them mean something.
 */
export interface World {
  readonly organization?: WorldOrganization;
  readonly identityCenter?: WorldIdentityCenter;
  /** By 12-digit account id. */
  readonly accounts: Readonly<Record<string, WorldAccount>>;
}

export interface WorldOrganization {
  /** `o-…`. */
  readonly id: string;
  readonly managementAccount: string;
}

export interface WorldIdentityCenter {
  /** Home region; it is part of the path of the roles it makes, except `us-east-1`. */
  readonly region: string;
  readonly permissionSets: Readonly<Record<string, WorldPermissionSet>>;
}

export interface WorldPermissionSet {
  readonly managedPolicies: readonly string[];
  readonly inlinePolicy?: string;
}

export interface WorldAccount {
  /** A word for people and for profile names, e.g. `dev-a`. */
  readonly name: string;
  readonly users: Readonly<Record<string, WorldUser>>;
  readonly roles: Readonly<Record<string, WorldRole>>;
  /** Customer managed policies, by name. */
  readonly policies: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, WorldBucket>>;
}

interface WorldPrincipal {
  /** `/`, or `/a/b/`. */
  readonly path: string;
  /** Names or ARNs of AWS managed policies, or names of the account's own. */
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, string>>;
}

export interface WorldUser extends WorldPrincipal {
  /** Name of the profile in the written AWS config. */
  readonly profile: string;
  /** Made up by the lab when absent. */
  readonly credentials?: Credentials;
}

export interface WorldRole extends WorldPrincipal {
  readonly trustPolicy?: string;
  /** For `AWSReservedSSO_…` roles: path and policies come from this permission set. */
  readonly permissionSet?: string;
  /** Sessions that are signed in already, by role session name. */
  readonly sessions: Readonly<Record<string, WorldSession>>;
}

export interface WorldSession {
  readonly profile: string;
  readonly credentials?: Credentials;
}

export interface WorldBucket {
  readonly region: string;
  readonly policy?: string;
}
