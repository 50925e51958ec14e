import type { Sentence } from "../aws/index.ts";
import type {
  AclPermission,
  KeyGrant,
  ObjectOwnership,
  PublicAccessFlags,
} from "../policy/index.ts";
import type { NewKeyGrant } from "./grant/key-grant-text.ts";

/** Who a set of credentials is, as `sts:GetCallerIdentity` says. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  /** `AIDA…`, `AROA…:session`, or the account id for root. */
  readonly userId: string;
}

/** A policy as an account's owner can read it. */
export interface ReadPolicy {
  readonly name: string;
  readonly arn?: string;
  /** The group whose policy it is, where it is not the principal's own. */
  readonly group?: string;
  readonly text: string;
}

/** A KMS key as `kms:DescribeKey` shows it. */
export interface DescribedKey {
  readonly arn: string;
  readonly state: "enabled" | "disabled" | "pendingDeletion";
  /** Whether AWS manages it, and its policy. */
  readonly isManaged: boolean;
}

/** An ACL as S3 shows it: each grantee by its canonical user id or the URI of a group. */
export interface ReadAcl {
  readonly owner: string;
  readonly grants: readonly { readonly grantee: string; readonly permission: AclPermission }[];
}

/** How a bucket encrypts. */
interface ReadEncryption {
  readonly kmsKey: string | undefined;
  readonly bucketKey: boolean;
  /** Whether it refuses SSE-C; absent where a file does not tell it. */
  readonly blocksCustomerKeys?: boolean;
}

/** An access point as `s3:GetAccessPoint` shows it. */
export interface ReadAccessPoint {
  readonly arn: string;
  readonly bucket: string;
  /** The account that owns the bucket, where S3 tells. */
  readonly bucketAccount?: string;
  /** The only VPC that it may be used from. */
  readonly vpc?: string;
  readonly publicAccessBlock: PublicAccessFlags;
}

/** What the owner of buckets and keys can tell of their settings. */
export interface SettingReader {
  /** How new objects are encrypted: under which KMS key, by any of its names, unless S3 does it alone. */
  bucketEncryption(bucket: string): Promise<ReadEncryption>;
  bucketRegion(bucket: string): Promise<string>;
  bucketPublicAccess(bucket: string): Promise<PublicAccessFlags>;
  accountPublicAccess(account: string): Promise<PublicAccessFlags>;
  objectOwnership(bucket: string): Promise<ObjectOwnership>;
  bucketAcl(bucket: string): Promise<ReadAcl>;
  requesterPays(bucket: string): Promise<boolean>;
  /** By the access point's ARN, or in the identity's own account and region by its alias. */
  accessPoint(point: string): Promise<ReadAccessPoint>;
  /** The policy of an access point, by its ARN, or undefined when there is none. */
  accessPointPolicy(arn: string): Promise<string | undefined>;
  /** Undefined when KMS has no key by that ARN, which may be an alias's. */
  key(arn: string): Promise<DescribedKey | undefined>;
  /** The policy of a KMS key, by the key's ARN. */
  keyPolicy(key: string): Promise<string>;
  keyGrants(key: string): Promise<readonly KeyGrant[]>;
}

/** A VPC endpoint by its id, and where it is. */
interface RegionalEndpoint {
  readonly id: string;
  readonly region: string;
}

/** A VPC endpoint as `ec2:DescribeVpcEndpoints` shows it. */
interface ReadVpcEndpoint {
  readonly account: string;
  readonly region: string;
  readonly type: "gateway" | "interface";
  readonly vpc: string;
  /** The text of its policy. */
  readonly policy: string;
}

/** An organization as `organizations:DescribeOrganization` shows it to its accounts. */
export interface ReadOrganization {
  readonly id: string;
  readonly managementAccount: string;
}

/** An account in its organization, by the ids of all levels from the root down to itself. */
interface ReadPlacement extends ReadOrganization {
  readonly levels: readonly string[];
}

/** A control policy where it is attached; its text is asked for apart. */
export interface ReadControlPolicy {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
}

/** What accounts can tell of their organization: all of them its id, the management account and its delegates the rest. */
export interface OrganizationReader {
  /** Undefined when the identity's account is in none. */
  organization(): Promise<ReadOrganization | undefined>;
  /** Undefined when the identity's own account is in no organization. */
  placementOf(account: string): Promise<ReadPlacement | undefined>;
  /** What is attached to a root, unit or account itself; nothing where the type is not enabled. */
  controlPolicies(
    attachedTo: string,
    type: "service" | "resource",
  ): Promise<readonly ReadControlPolicy[]>;
  controlPolicyText(id: string): Promise<string>;
}

/** A permission set as Identity Center keeps it. */
export interface ReadPermissionSet {
  /** Where Identity Center lives. */
  readonly region: string;
  /** ARNs of AWS's policies. */
  readonly managedPolicies: readonly string[];
  /** Policies of each account, by path and name. */
  readonly customerPolicies: readonly string[];
  readonly inlinePolicy?: string;
  /** AWS's by ARN, else the account's by path and name. */
  readonly boundary?: string;
}

/**
 * One identity's view of its account and of buckets: reads that facts are made of.
 * Every method throws `AwsError` when AWS refuses; who asks turns that into `unknown`.
 */
export interface AccountReader extends SettingReader, OrganizationReader {
  /** How a person names this identity, e.g. `profile dev-b`. */
  readonly label: Sentence;
  /** Whether it opened its session itself, and so knows that no session policy limits it. */
  readonly opensOwnSession?: boolean;
  /** Where it acts, as its settings say. */
  readonly region?: string;
  /** Whether it only repeats what a file says of earlier answers. */
  readonly isTold?: boolean;
  callerIdentity(): Promise<CallerIdentity>;
  /** `iam:GetRole`: the ARN with its path, the unique id, whom it trusts, and the permissions boundary if it has one. */
  role(roleName: string): Promise<{
    readonly arn: string;
    readonly roleId: string;
    /** The text of its trust policy; absent where a file does not tell it. */
    readonly trustPolicy?: string;
    readonly boundaryArn?: string;
  }>;
  /** `iam:GetUser`: the permissions boundary if it has one. */
  user(userName: string): Promise<{ readonly boundaryArn?: string }>;
  /** A managed policy by ARN, in its default version. */
  managedPolicy(arn: string): Promise<ReadPolicy>;
  /** Attached and inline policies of a role. */
  rolePolicies(roleName: string): Promise<readonly ReadPolicy[]>;
  /** Attached and inline policies of a user, those of its groups included. */
  userPolicies(userName: string): Promise<readonly ReadPolicy[]>;
  /** A permission set that accounts have roles of, by its name; undefined when there is none. */
  permissionSet(name: string, account: string): Promise<ReadPermissionSet | undefined>;
  /** Of the identity's own account, in its region unless another is named. */
  vpcEndpoint(id: string, region?: string): Promise<ReadVpcEndpoint>;
  /** The bucket policy's text, or undefined when there is none. */
  bucketPolicy(bucket: string): Promise<string | undefined>;
}

/** Writes that `grant --apply` needs, as the account's owner. */
export interface AccountWriter {
  /** `expectedOwner` makes AWS refuse when the bucket belongs to another account. */
  putBucketPolicy(bucket: string, text: string, expectedOwner: string): Promise<void>;
  deleteBucketPolicy(bucket: string, expectedOwner: string): Promise<void>;
  putAccessPointPolicy(arn: string, text: string): Promise<void>;
  deleteAccessPointPolicy(arn: string): Promise<void>;
  putKeyPolicy(key: string, text: string): Promise<void>;
  /** Resolves to the id that KMS gives it. */
  createKeyGrant(key: string, grant: NewKeyGrant): Promise<string>;
  revokeKeyGrant(key: string, id: string): Promise<void>;
  putVpcEndpointPolicy(endpoint: RegionalEndpoint, text: string): Promise<void>;
  putRolePolicy(roleName: string, policyName: string, text: string): Promise<void>;
  putUserPolicy(userName: string, policyName: string, text: string): Promise<void>;
  deleteRolePolicy(roleName: string, policyName: string): Promise<void>;
  /** With a trust policy and nothing else. */
  createRole(role: { readonly name: string; readonly path: string }, text: string): Promise<void>;
  putTrustPolicy(roleName: string, text: string): Promise<void>;
  /** AWS refuses while any policy belongs to it. */
  deleteRole(roleName: string): Promise<void>;
  deleteUserPolicy(userName: string, policyName: string): Promise<void>;
}
