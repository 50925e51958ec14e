import type { AuthorizationRequest } from "../../src/policy/index.ts";

/** Condition keys of a request, in lower case; here every value is known. */
export type KnownContext = ReadonlyMap<string, readonly string[]>;

/** A request about which nothing is unknown. */
export interface KnownRequest extends Pick<
  AuthorizationRequest,
  "caller" | "action" | "resource" | "resourceAccount"
> {
  readonly context: KnownContext;
}

type ConditionValue = string | number | boolean;

type OneOrMany<T> = T | readonly T[];

export type JsonPrincipal = "*" | Readonly<Record<string, OneOrMany<string>>>;

export type JsonCondition = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>
>;

/** A statement as `JSON.parse` gives it. */
export interface JsonStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: JsonPrincipal;
  readonly NotPrincipal?: JsonPrincipal;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: JsonCondition;
}

/** A policy as `JSON.parse` gives it. */
export interface JsonPolicy {
  readonly Version?: string;
  readonly Statement: OneOrMany<JsonStatement>;
}

/** JSON policies write a list of one as the one. */
export function asList(value: OneOrMany<ConditionValue> | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "object" ? value.map(String) : [String(value)];
}

export function statementsOf(policy: JsonPolicy): readonly JsonStatement[] {
  return "Effect" in policy.Statement ? [policy.Statement] : policy.Statement;
}

/** The policies that bear on a request; a layer that it does not have is absent. */
export interface JsonLayers {
  readonly identity: readonly JsonPolicy[];
  /** Bucket policy or trust policy. */
  readonly resource: readonly JsonPolicy[];
  readonly boundary?: JsonPolicy;
  readonly session?: readonly JsonPolicy[];
  /** By level, from the root down. */
  readonly serviceControl?: readonly (readonly JsonPolicy[])[];
  readonly resourceControl?: readonly (readonly JsonPolicy[])[];
  readonly vpcEndpoint?: { readonly type: "gateway" | "interface"; readonly policy: JsonPolicy };
  readonly managementAccounts?: readonly string[];
  /** Canonical user ids, by account. */
  readonly canonicalIds?: Readonly<Record<string, string>>;
  /** On the key that is asked for. */
  readonly grants?: readonly JsonGrant[];
  /** The keys that an S3 request needs. */
  readonly keys?: readonly JsonKeyUse[];
  readonly settings?: JsonSettings;
  readonly accessPoint?: JsonAccessPoint;
  readonly brings?: JsonBrought;
}

type Pairs = Readonly<Record<string, string>>;

/** A grant on a KMS key. */
export interface JsonGrant {
  readonly granteePrincipal: string;
  readonly operations: readonly string[];
  readonly retiringPrincipal?: string;
  readonly encryptionContextEquals?: Pairs;
  readonly encryptionContextSubset?: Pairs;
}

/** A key that S3 uses for a request. */
export interface JsonKeyUse {
  readonly arn: string;
  readonly purpose: "read" | "write" | "multipartWrite";
  readonly bucketKey: boolean;
  readonly encryptionContext?: Pairs;
  readonly policy: readonly JsonPolicy[];
  readonly grants: readonly JsonGrant[];
  /** Condition keys that requests for this key have. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly resourceControl?: readonly (readonly JsonPolicy[])[];
}

export type Flag =
  "BlockPublicAcls" | "IgnorePublicAcls" | "BlockPublicPolicy" | "RestrictPublicBuckets";

/** `222222222222 READ`, `AllUsers FULL_CONTROL`; any other grantee is a canonical user id. */
export type JsonAcl = readonly string[];

/** What S3 looks at beside policies. */
export interface JsonSettings {
  /** The flags of Block Public Access that are set, by place. */
  readonly publicAccessBlock?: Readonly<Record<string, readonly Flag[]>>;
  readonly ownership?: {
    readonly setting: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
    readonly bucketAcl?: JsonAcl;
    /** What is under the key. */
    readonly object?: { readonly owner: string; readonly acl?: JsonAcl };
  };
  readonly requesterPays?: boolean;
  readonly blocksCustomerKeys?: boolean;
}

/** The access point that a request names; its resource is then the access point's ARN. */
export interface JsonAccessPoint {
  readonly arn: string;
  readonly bucket: string;
  readonly policy?: JsonPolicy;
  readonly vpc?: string;
}

/** What an S3 request brings for the bucket's settings. */
export interface JsonBrought {
  readonly acceptsCharges?: boolean;
  readonly expectedBucketOwner?: string;
  readonly newPolicy?: JsonPolicy;
  /** A canned ACL's name, or grants. */
  readonly newAcl?: string | JsonAcl;
}
