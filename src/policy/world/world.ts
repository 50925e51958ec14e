import type { Credentials } from "../../aws/index.ts";
import type { AclPermission, CannedAcl, ObjectOwnership } from "../s3/acl.ts";
import type { PublicAccessFlags } from "../s3/public-access-flags.ts";
import type { KeyGrant } from "../key/key-grant.ts";

/**
 * Everything that authorization rests on, as one document: what `lab --world` loads and
 * `check --world` reads. Policies are kept as text, so that positions in them mean something.
 */
export interface World {
  readonly organization?: WorldOrganization;
  readonly identityCenter?: WorldIdentityCenter;
  /** By 12-digit account id. */
  readonly accounts: Readonly<Record<string, WorldAccount>>;
  /**
   * What buckets are that do not say otherwise: `current`, as since April 2023, with ACLs disabled and all
   * public access blocked, or `legacy`, with ACLs and nothing blocked. `current` when absent.
   */
  readonly bucketDefaults?: "legacy" | "current";
}

export interface WorldOrganization {
  /** `o-…`. */
  readonly id: string;
  readonly managementAccount: string;
  /** `r-…`; `r-root` when absent. */
  readonly root?: string;
  /** By id, `ou-…`. Accounts that are in none stand under the root. */
  readonly organizationalUnits?: Readonly<Record<string, WorldOrganizationalUnit>>;
  /** By id, `p-…`. When absent, policies of this type are not enabled. */
  readonly serviceControlPolicies?: Readonly<Record<string, WorldOrganizationPolicy>>;
  readonly resourceControlPolicies?: Readonly<Record<string, WorldOrganizationPolicy>>;
  /** Targets that `FullAWSAccess`, which stands on every one, has been detached from. */
  readonly withoutFullAWSAccess?: readonly string[];
}

interface WorldOrganizationalUnit {
  readonly name?: string;
  /** Another unit; the root when absent. */
  readonly parent?: string;
  readonly accounts: readonly string[];
}

export interface WorldOrganizationPolicy {
  readonly name?: string;
  /** The root, units and accounts that it is attached to. */
  readonly targets: readonly string[];
  readonly policy: string;
}

export interface WorldIdentityCenter {
  /** Home region; it is part of the path of the roles it makes, except `us-east-1`. */
  readonly region: string;
  readonly permissionSets: Readonly<Record<string, WorldPermissionSet>>;
}

export interface WorldPermissionSet {
  readonly managedPolicies: readonly string[];
  readonly inlinePolicy?: string;
  readonly boundary?: string;
}

export interface WorldAccount {
  /** A word for people and for profile names, e.g. `dev-a`. */
  readonly name: string;
  /** Its root user, where somebody has keys of it. */
  readonly root?: WorldSignIn;
  readonly users: Readonly<Record<string, WorldUser>>;
  /** By name. */
  readonly groups?: Readonly<Record<string, WorldGroup>>;
  readonly roles: Readonly<Record<string, WorldRole>>;
  /** Customer managed policies, by name. */
  readonly policies: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, WorldBucket>>;
  /** The account's own Block Public Access; none when absent. */
  readonly publicAccessBlock?: PublicAccessFlags;
  /** 64 hexadecimal digits, by which ACLs name it. */
  readonly canonicalId?: string;
  /** KMS keys, by id. */
  readonly keys?: Readonly<Record<string, WorldKey>>;
  /** By id, `vpce-…`. */
  readonly vpcEndpoints?: Readonly<Record<string, WorldVpcEndpoint>>;
}

/** A KMS key. */
export interface WorldKey {
  readonly region: string;
  /** `alias/name`. */
  readonly alias?: string;
  /** The default key policy when absent. */
  readonly policy?: string;
  /** Enabled when absent. */
  readonly state?: "disabled" | "enabled" | "pendingDeletion";
  readonly grants?: readonly KeyGrant[];
  /** Whether it is the one that AWS manages for S3, `alias/aws/s3`; it comes by itself where it is not named. */
  readonly awsManaged?: boolean;
}

/** A way into S3. */
export interface WorldVpcEndpoint {
  readonly region: string;
  readonly type: "gateway" | "interface";
  /** `vpc-…`. */
  readonly vpc: string;
  /** Full access when absent. */
  readonly policy?: string;
}

/** Policies for all its users. */
export interface WorldGroup {
  /** `/`, or `/a/b/`. */
  readonly path: string;
  /** Names or ARNs of AWS managed policies, or names of the account's own. */
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, string>>;
}

interface WorldPrincipal extends WorldGroup {
  /** `AIDA…` or `AROA…`; one that follows from its ARN when absent. */
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Permissions boundary: a managed policy, by name or ARN. */
  readonly boundary?: string;
}

/** Someone who has signed in. */
export interface WorldSignIn {
  /** Name of the profile in the written AWS config. */
  readonly profile: string;
  /** Made up by the lab when absent. */
  readonly credentials?: Credentials;
  /** Nobody can sign in as this one. */
  readonly hasNoKeys?: true;
  /** The VPC endpoint that this one's requests to S3 come through. */
  readonly endpoint?: string;
}

export interface WorldUser extends WorldPrincipal, WorldSignIn {
  /** Names of its groups. */
  readonly groups?: readonly string[];
}

export interface WorldRole extends WorldPrincipal {
  readonly trustPolicy?: string;
  /** For `AWSReservedSSO_…` roles: path and policies come from this permission set. */
  readonly permissionSet?: string;
  /** Sessions that are signed in already, by role session name. */
  readonly sessions: Readonly<Record<string, WorldSession>>;
}

export interface WorldSession extends WorldSignIn {
  /** The session policy that the role was assumed with. */
  readonly policy?: string;
}

interface WorldEncryption {
  /** A key's ARN, or its id or alias, which are looked up in the account of whoever writes. */
  readonly kmsKey: string;
  readonly bucketKey: boolean;
}

/** A grant of a bucket's ACL. */
interface WorldGrant {
  /** An account, a canonical user id or a group, e.g. `AllUsers`. */
  readonly grantee: string;
  readonly permission: AclPermission;
}

/** A way into a bucket that has a policy of its own. */
export interface WorldAccessPoint {
  /** The bucket's own when absent. */
  readonly account?: string;
  readonly policy?: string;
  /** The only VPC that it may be used from; the internet when absent. */
  readonly vpc?: string;
  /** All of it when absent. */
  readonly publicAccessBlock?: PublicAccessFlags;
}

/** Object Lock of a bucket, and how long new objects are kept by themselves: so many days or years. */
export interface WorldObjectLock {
  readonly defaultRetention?: {
    readonly mode: "GOVERNANCE" | "COMPLIANCE";
    readonly days?: number;
    readonly years?: number;
  };
}

export interface WorldBucket {
  readonly region: string;
  /** As `bucketDefaults` of the world says when absent, like `publicAccessBlock`. */
  readonly objectOwnership?: ObjectOwnership;
  readonly publicAccessBlock?: PublicAccessFlags;
  /** They were deleted: nobody finds any, and they bind as if all were off. */
  readonly hasNoOwnershipControls?: boolean;
  readonly hasNoPublicAccessBlock?: boolean;
  /** Full control for its owner when absent. */
  readonly acl?: CannedAcl | readonly WorldGrant[];
  readonly requesterPays?: boolean;
  /** Whether new objects under keys of customers are refused; as `bucketDefaults` says when absent. */
  readonly blocksCustomerKeys?: boolean;
  readonly objectLock?: WorldObjectLock;
  /** By name. */
  readonly accessPoints?: Readonly<Record<string, WorldAccessPoint>>;
  /** How objects are encrypted that come without a word on it; SSE-S3 when absent. */
  readonly encryption?: WorldEncryption;
  readonly policy?: string;
  /** Absent until it is set for the first time. */
  readonly versioning?: "Enabled" | "Suspended";
  /** By query parameter, as `lifecycle`: the XML inside each document that decides about no request. */
  readonly documents?: Readonly<Record<string, string>>;
  /** A directory whose files are its objects at the start, keys being their paths in it. */
  readonly files?: string;
}
