import type { KeyState } from "./key/key-facts.ts";
import type { KeyGrant } from "./key/key-grant.ts";
import type { KeyUse } from "./key/key-use.ts";
import type { OrganizationLevel } from "./organization-level.ts";
import type { AttachedPolicy } from "./policy-document.ts";
import type { RequestContext } from "./request-context.ts";
import type { AccessPointLayer } from "./s3/access-point.ts";
import type { BucketOwnership } from "./s3/acl.ts";
import type { PublicAccessBlock } from "./s3/public-access-flags.ts";
import type { S3Parameters } from "./s3/s3-parameters.ts";
import type { Strictness } from "./strictness/strictness.ts";

export type { OrganizationLevel } from "./organization-level.ts";
export type { ContextValue, RequestContext } from "./request-context.ts";

/** Who asks and belongs to an account. A role session's `roleArn` carries the role's path, its `arn` does not. */
export type AccountCaller =
  | { readonly kind: "root"; readonly account: string; readonly arn: string }
  | {
      readonly kind: "user";
      readonly account: string;
      /** `arn:aws:iam::111111111111:user/path/name`. */
      readonly arn: string;
      /** `AIDA…`. */
      readonly userId: string;
    }
  | {
      readonly kind: "roleSession";
      readonly account: string;
      /** `arn:aws:sts::111111111111:assumed-role/name/session`. */
      readonly arn: string;
      /** `arn:aws:iam::111111111111:role/path/name`. */
      readonly roleArn: string;
      /** `AROA…:session`. */
      readonly userId: string;
    }
  | {
      /** A session that a user, or the root user, opened by `sts:GetFederationToken`. */
      readonly kind: "federatedUser";
      readonly account: string;
      /** `arn:aws:sts::111111111111:federated-user/name`. */
      readonly arn: string;
      /** The ARN of the user whose keys opened it. */
      readonly issuerArn: string;
      /** `AIDA…` of that user: who has the ARN later may be somebody else. */
      readonly issuerId?: string;
      /** `111111111111:name`. */
      readonly userId: string;
    };

/** Who asks and belongs to no account: no policies but those of the resource bear on them. */
type OutsideCaller =
  | { readonly kind: "anonymous" }
  | {
      /** An AWS service that calls in its own name. */
      readonly kind: "service";
      /** `cloudtrail.amazonaws.com`. */
      readonly name: string;
    }
  | {
      /** Somebody with a token of an identity provider, who asks for a role. */
      readonly kind: "webIdentity" | "saml";
      /** The provider's ARN, or the name of one that IAM knows, as trust policies write it. */
      readonly provider: string;
    }
  | {
      /** A CloudFront distribution that calls as an origin access identity. */
      readonly kind: "originAccessIdentity";
      /** `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1…`. */
      readonly arn: string;
      readonly canonicalId?: string;
    };

export type Caller = AccountCaller | OutsideCaller;

/**
 * One permission asked for. `resource` is an ARN; with `anyKeyUnder` it stands for every ARN that
 * starts with it, and a policy that covers only some of them gives `unknown`.
 * Whether caller and resource share an organization is read from `aws:PrincipalOrgID` and
 * `aws:ResourceOrgID` in the context.
 */
export interface AuthorizationRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly anyKeyUnder?: boolean;
  /** The account that owns the resource; `unknown` when nobody could say. */
  readonly resourceAccount: string;
  readonly context: RequestContext;
  /** Of condition keys that are unknown, what their one value starts with: the request stands for all such values. */
  readonly valuesUnder?: ReadonlyMap<string, string>;
  /** Only of KMS requests: the ciphertext alone tells which key is meant. */
  readonly byCiphertext?: boolean;
  /** Only of S3 requests; what is not in it was not sent. */
  readonly s3?: S3Parameters;
}

/** The policy of the VPC endpoint that a request came through. */
export interface EndpointPolicy extends AttachedPolicy {
  readonly type: "gateway" | "interface";
}

/**
 * The documents that bear on a request, by layer; `unreadable` where there are some and we may not
 * look. A layer that is absent does not exist for this request.
 */
export interface PolicyLayers {
  readonly identity: readonly AttachedPolicy[] | "unreadable";
  /** Bucket policy, for `sts:AssumeRole` the role's trust policy, for a KMS key its key policy; empty when there is none. */
  readonly resource: readonly AttachedPolicy[] | "unreadable";
  readonly boundary?: AttachedPolicy | "unreadable";
  /** An Allow in one of them is enough. */
  readonly session?: readonly AttachedPolicy[] | "unreadable";
  /** Of the caller's account, from the root down. */
  readonly serviceControl?: readonly OrganizationLevel[] | "unreadable";
  /** Of the resource's account, from the root down. */
  readonly resourceControl?: readonly OrganizationLevel[] | "unreadable";
  /** Only when the request came through an endpoint. */
  readonly vpcEndpoint?: EndpointPolicy | "unreadable";
  /**
   * The canonical user ids of accounts, by account. A policy that names one can only be held against a
   * caller whose account's is here.
   */
  readonly canonicalIds?: ReadonlyMap<string, string>;
  /** Only when the request names an access point; its `resource` is then the access point's ARN. */
  readonly accessPoint?: AccessPointLayer;
  /** Block Public Access of what a request to S3 touches. */
  readonly publicAccessBlock?: PublicAccessBlock;
  /** Absent, ACLs play no part. */
  readonly ownership?: BucketOwnership | "unreadable";
  /** Whether the bucket lets requesters pay. */
  readonly requesterPays?: boolean | "unreadable";
  /** Whether the bucket refuses new objects under customers' keys. */
  readonly blocksCustomerKeys?: boolean | "unreadable";
  /** Of the KMS key that is asked for. */
  readonly grants?: readonly KeyGrant[] | "unreadable";
  /** Of the KMS key that is asked for; `enabled` when absent. */
  readonly keyState?: KeyState;
  /** The KMS keys that a request to S3 needs; unreadable when nobody could say whether there are some. */
  readonly keys?: readonly KeyUse[] | "unreadable";
  /** How to read what AWS does not document; `documented` when absent. */
  readonly strictness?: Strictness;
  /** Management accounts of the organizations concerned: organization policies do not bind them. */
  readonly managementAccounts?: readonly string[];
}
