import type { Credentials } from "../../aws/index.ts";
import type { Caller } from "../../policy/index.ts";
import type { Store, Table } from "./store.ts";
import type { Pairs } from "./stored-object.ts";

/** A policy as it is kept: its text, under a name. */
export interface PolicyRow {
  readonly name: string;
  readonly text: string;
}

interface EntityRow {
  /** As written; the row's key has it in lower case, since IAM's names are unique whatever their case. */
  readonly name: string;
  /** `/`, or `/a/b/`. */
  readonly path: string;
  /** `AIDA…`, `AROA…`, `AGPA…`: another one for each time that something of this name is made. */
  readonly id: string;
  readonly createdMs: number;
  /** In the order of their names. */
  readonly inline: readonly PolicyRow[];
  /** ARNs of attached policies, in the order of attachment. */
  readonly managed: readonly string[];
  readonly tags?: Pairs;
}

export interface UserRow extends EntityRow {
  /** The ARN of its permissions boundary. */
  readonly boundary?: string;
  /** Names of its groups. */
  readonly groups?: readonly string[];
}

/** A user or role that a policy names; made again under the same name it is not the same one. */
export interface NamedPrincipal {
  readonly arn: string;
  readonly id: string;
}

export interface RoleRow extends EntityRow {
  readonly boundary?: string;
  /** The text of its trust policy; a role without one trusts nobody. */
  readonly trust?: string;
  /** Who the trust policy named when it was written, by the ids that they had. */
  readonly trusted?: readonly NamedPrincipal[];
  readonly description?: string;
  readonly maxSessionSeconds?: number;
}

export type GroupRow = EntityRow;

/** A managed policy that an account keeps itself. */
export interface ManagedPolicyRow {
  readonly name: string;
  readonly path: string;
  /** `ANPA…`. */
  readonly id: string;
  readonly createdMs: number;
  /** Oldest first. */
  readonly versions: readonly {
    readonly id: string;
    readonly text: string;
    readonly createdMs: number;
  }[];
  readonly defaultVersion: string;
  /** The highest number that a version ever had, once one has been deleted. */
  readonly lastVersion?: number;
  readonly description?: string;
  readonly tags?: Pairs;
}

/** What EC2 takes a role from. */
export interface InstanceProfileRow {
  readonly name: string;
  readonly path: string;
  /** `AIPA…`. */
  readonly id: string;
  readonly createdMs: number;
  /** Names; IAM takes no more than one. */
  readonly roles: readonly string[];
  readonly tags?: Pairs;
}

/** An identity provider whose tokens can be exchanged for a role's session. */
export interface OidcProviderRow {
  /** Without `https://`. */
  readonly url: string;
  /** Whether its URL is without TLS. */
  readonly isPlain?: boolean;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdMs: number;
  readonly tags?: Pairs;
}

/** What IAM knows of an account itself. */
interface AccountRow {
  readonly alias?: string;
}

/** What a session was opened with, besides its policies. */
export interface SessionFacts {
  readonly tags?: Pairs;
  /** Keys of the tags that sessions opened from this one have too. */
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string;
  /** The identity provider that vouched for whoever opened it. */
  readonly provider?: string;
}

/** An access key, and who has it. */
export interface KeyRow {
  readonly credentials: Credentials;
  readonly caller: Caller;
  readonly issuedMs: number;
  /** Absent for keys that do not expire. */
  readonly expiresMs?: number;
  readonly isInactive?: boolean;
  /** The texts that the session was opened with, where it was opened with any. */
  readonly session?: readonly (PolicyRow & {
    readonly arn?: string;
    readonly attachedTo: string;
  })[];
  readonly facts?: SessionFacts;
  /** The VPC endpoint that requests to S3 with this key come through. */
  readonly endpoint?: string;
}

/** What IAM and STS keep, and by which keys. */
export interface IamTables {
  /** `[account, name in lower case]` */
  readonly users: Table<UserRow>;
  /** `[account, name in lower case]` */
  readonly roles: Table<RoleRow>;
  /** `[account, name in lower case]` */
  readonly groups: Table<GroupRow>;
  /** `[account, name in lower case]` */
  readonly policies: Table<ManagedPolicyRow>;
  /** `[account, name in lower case]` */
  readonly profiles: Table<InstanceProfileRow>;
  /** `[account, url]` */
  readonly providers: Table<OidcProviderRow>;
  /** `[account]` */
  readonly accounts: Table<AccountRow>;
  /** `[access key id]`, of users and of sessions. */
  readonly keys: Table<KeyRow>;
}

/** Declares the tables of IAM and STS. */
export function iamTables(store: Store): IamTables {
  const cached = { cached: true };
  return {
    users: store.table("iam.users", cached),
    roles: store.table("iam.roles", cached),
    groups: store.table("iam.groups", cached),
    policies: store.table("iam.policies", cached),
    profiles: store.table("iam.instanceProfiles"),
    providers: store.table("iam.oidcProviders"),
    accounts: store.table("iam.accounts"),
    keys: store.table("iam.keys", cached),
  };
}

/** The row of a user, role, group or policy. */
export function nameKey(account: string, name: string): readonly [string, string] {
  return [account, name.toLowerCase()];
}
