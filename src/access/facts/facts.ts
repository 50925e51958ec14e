import type { Sentence } from "../../aws/index.ts";
import type {
  AttachedPolicy,
  BucketSettings,
  Caller,
  EndpointPolicy,
  KeyFacts,
  OrganizationLevel,
  PublicAccessFlags,
  RequestContext,
} from "../../policy/index.ts";

/** Something that somebody told us, and who; or why nobody could. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly from: string }
  | {
      readonly known: false;
      readonly why: Sentence;
      /** AWS's, where it refused to tell. */
      readonly code?: string;
    };

/**
 * A layer that only limits, undefined where there is none. What nobody asked for is `assumed`: decisions go
 * on as if it let everything pass, and `why` says what that rests on.
 */
export type LimitFact<T> =
  Fact<T | undefined> | { readonly known: "assumed"; readonly why: Sentence };

/** What limits the caller, whatever it asks for. */
export interface Limits {
  readonly boundary: LimitFact<AttachedPolicy>;
  readonly session: LimitFact<readonly AttachedPolicy[]>;
  readonly serviceControl: LimitFact<readonly OrganizationLevel[]>;
  readonly vpcEndpoint: LimitFact<EndpointPolicy>;
  /** Accounts that organization policies do not bind. */
  readonly managementAccounts: readonly string[];
}

/** What is known of an access point that a run names in a bucket's place. */
export interface AccessPointFacts {
  readonly arn: string;
  readonly bucket: string;
  /** The only VPC that it may be used from. */
  readonly vpc?: string;
  readonly publicAccessBlock: PublicAccessFlags;
  /** Undefined when it has no policy. */
  readonly policy: Fact<AttachedPolicy | undefined>;
}

/** What is known of one bucket that a run touches. */
export interface BucketFacts {
  /** Absent where the run names the bucket itself; all else is of the bucket behind it. */
  readonly accessPoint?: Fact<AccessPointFacts>;
  /** The account that owns it. */
  readonly owner: Fact<string>;
  /** Whether AWS said that there is none by that name. */
  readonly isMissing?: true;
  /** Absent when nobody asked. */
  readonly region?: string;
  /** Its owner's organization, undefined when that account is in none. */
  readonly organizationId: Fact<string | undefined>;
  /** Undefined when it has no policy. */
  readonly policy: Fact<AttachedPolicy | undefined>;
  readonly resourceControl: LimitFact<readonly OrganizationLevel[]>;
  /** Block Public Access, ownership, ACL, who pays; absent when nobody asked. */
  readonly settings?: BucketSettingFacts;
  /** The KMS keys that its objects need; absent when nobody asked. */
  readonly encryption?: LimitFact<BucketEncryption>;
}

/** What bears on a bucket's requests beside policies; each may be known without the others. */
export interface BucketSettingFacts {
  readonly accountBlock: LimitFact<PublicAccessFlags>;
  readonly bucketBlock: LimitFact<PublicAccessFlags>;
  readonly ownership: LimitFact<BucketSettings["ownership"]>;
  readonly requesterPays: LimitFact<boolean>;
}

/** The keys of a bucket's objects, for one caller. */
export interface BucketEncryption {
  /** Of the objects that are there; undefined where S3 encrypts them alone. */
  readonly read: KeyFacts | undefined;
  /** Of what is written without a word on encryption. */
  readonly write: KeyFacts | undefined;
  /** Of what is written with `aws:kms` and no key. */
  readonly managed: KeyFacts | undefined;
  readonly bucketKey: boolean;
  /** Whether new objects under customers' keys are refused. */
  readonly blocksCustomerKeys: boolean | "unreadable";
}

/** Whom a role lets in. */
export interface RoleTrust {
  readonly roleArn: string;
  /** What the role itself may do. */
  readonly identityPolicies: Fact<readonly AttachedPolicy[]>;
  /** Undefined when the role is not there. */
  readonly policy: Fact<AttachedPolicy | undefined>;
  /** Of the role's account. */
  readonly resourceControl: LimitFact<readonly OrganizationLevel[]>;
  /** What `aws:SourceArn` begins with. */
  readonly sourceArns: string;
}

/** All that a decision about a run rests on. */
export interface Facts {
  /** For a role session whose `principalArn` is unknown, `roleArn` is written without a path. */
  readonly caller: Caller;
  /** How a person names the caller, e.g. `profile dev-a`. */
  readonly callerLabel: Sentence;
  /** What a bucket policy must name: the user's ARN, or the role's with its path. */
  readonly principalArn: Fact<string>;
  readonly identityPolicies: Fact<readonly AttachedPolicy[]>;
  readonly limits: Limits;
  /** The caller's organization, undefined when its account is in none. */
  readonly organizationId: Fact<string | undefined>;
  readonly buckets: ReadonlyMap<string, BucketFacts>;
  /** The KMS keys that somebody told of, by ARN. */
  readonly keys?: ReadonlyMap<string, KeyFacts>;
  /** Whether the run's requests say that it pays for them. */
  readonly acceptsCharges?: boolean;
  /** Of a service that opens a role: what the role says to that. */
  readonly trust?: RoleTrust;
  /** Condition keys that follow from how requests travel, such as `aws:securetransport`. */
  readonly surroundings: RequestContext;
}

export function known<T>(value: T, from: string): Fact<T> {
  return { known: true, value, from };
}

export function assumed<T>(why: Sentence): LimitFact<T> {
  return { known: "assumed", why };
}

export function unknown<T>(why: Sentence): Fact<T> {
  return { known: false, why };
}
