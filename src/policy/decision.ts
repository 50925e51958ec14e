import type { Effect, PolicyDocument } from "./policy-document.ts";
import type { AuthorizationRequest } from "./request.ts";
import type { Acl, AclGrant } from "./s3/acl.ts";
import type { PublicAccessPlace } from "./s3/public-access-flags.ts";

export type Tri = "yes" | "no" | "unknown";

/** The layers of a decision, each with its gate, as AWS's texts name them. */
export type Layer =
  | "serviceControl"
  | "resourceControl"
  | "vpcEndpoint"
  | "identity"
  | "boundary"
  | "session"
  | "resource"
  | "roleTrust"
  /** The policy of the access point that an S3 request names in place of a bucket. */
  | "accessPoint"
  /** Block Public Access, of account, bucket and access point. */
  | "publicAccessBlock"
  /** Who owns bucket and object, and what their ACLs grant. */
  | "objectOwnership"
  | "requesterPays"
  /** Whether the bucket takes objects under customers' keys. */
  | "sseCBlocked"
  /** `x-amz-expected-bucket-owner`. */
  | "expectedBucketOwner"
  /** The policy of a KMS key: it is to a KMS request what a trust policy is to `sts:AssumeRole`. */
  | "keyPolicy"
  | "keyGrant"
  /** The KMS calls that S3 makes for a request in its caller's name; `Gate.calls` has their decisions. */
  | "key";

/**
 * How a resource-policy statement names the caller; it decides what else must allow
 * (IAM User Guide, Determining whether a request is allowed or denied within an account).
 */
export type MatchClass = "direct" | "role" | "account" | "none";

/** Where a statement stands: `line` and `column` count from 1 in the document's own text. */
export interface StatementRef {
  readonly layer: Layer;
  readonly policyName: string;
  readonly policyArn?: string;
  readonly attachedTo: string;
  readonly sid?: string;
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** One element of a statement that did not match: what the policy says and what the request has. */
export interface Miss {
  readonly element: "Principal" | "Action" | "Resource" | "Condition";
  /** For conditions, `StringEquals aws:PrincipalOrgID`. */
  readonly name: string;
  readonly result: "no" | "unknown";
  readonly policyValues: readonly string[];
  /** Empty when the request has no such value. */
  readonly requestValues: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** One statement held against one request; `misses` is empty exactly when `matches` is `yes`. */
export interface StatementEvaluation {
  readonly ref: StatementRef;
  readonly effect: Effect;
  readonly matches: Tri;
  /** Only in policies that name principals. */
  readonly matchClass?: MatchClass;
  readonly misses: readonly Miss[];
  /** Where its elements stand, matched ones too; absent for what is no statement of a policy. */
  readonly document?: PolicyDocument;
}

/** What the policies attached to one level of an organization say. */
export interface LevelAnswer {
  /** `r-…`, `ou-…` or the account. */
  readonly id: string;
  readonly allows: Tri;
  readonly statements: readonly StatementEvaluation[];
}

/** A grant of an ACL, held against one request. */
export interface AclGrantEvaluation {
  readonly on: "bucket" | "object";
  readonly grant: AclGrant;
  /** Whether its permission covers the action. */
  readonly covers: Tri;
  /** Whether its grantee is the caller's account, or a group with it. */
  readonly names: Tri;
  /** Whether `IgnorePublicAcls` takes it away. */
  readonly ignored: Tri;
}

/** What a setting of S3 says to a request; for a gate that has no statements, this is its reason. */
export type GateSetting =
  | {
      readonly kind: "publicAccess";
      readonly flag: "RestrictPublicBuckets" | "BlockPublicPolicy" | "BlockPublicAcls";
      readonly setOn: readonly PublicAccessPlace[];
      /** What makes a policy public: the one in force, or the one that the request puts. */
      readonly publicStatements: readonly StatementRef[];
      /** What makes the ACL public that the request brings. */
      readonly publicGrants: Acl;
    }
  | {
      readonly kind: "acl";
      /** The account that owns the object; the bucket's own where there is no object. */
      readonly owner: string;
      /** Whether the bucket's owner does not own the object, so that the bucket policy allows nothing. */
      readonly isForeign: Tri;
      readonly grants: readonly AclGrantEvaluation[];
      /** Where `IgnorePublicAcls` is set. */
      readonly ignoredOn: readonly PublicAccessPlace[];
    }
  | { readonly kind: "aclsDisabled"; readonly acl: string }
  | { readonly kind: "requesterPays"; readonly acceptsCharges: boolean }
  | { readonly kind: "sseCBlocked" }
  | { readonly kind: "expectedOwner"; readonly expected: string; readonly actual: string }
  | { readonly kind: "accessPointVpc"; readonly vpc: string; readonly from?: string }
  /** A VPC endpoint reaches buckets of its own region. */
  | { readonly kind: "endpointRegion"; readonly region: string; readonly bucketRegion: string };

/** One layer of policies that a request passes through. */
export interface Gate {
  readonly layer: Layer;
  /** Whose account can change this layer; `unknown` when nobody could say. */
  readonly account: string;
  /** Does some statement of this layer allow? */
  readonly allows: Tri;
  /** Does some statement of this layer deny? */
  readonly denies: Tri;
  /** The resource that the layer was asked about, where the request names another: a bucket beneath an access point. */
  readonly askedOn?: string;
  /** Set when the layer does not bind this caller, e.g. `root user`. */
  readonly exemptBecause?: string;
  /**
   * Whether the request needs an Allow from here, given what the other gates say: `either` when one
   * from any of the gates marked so is enough, `no` when it passes without.
   */
  readonly required: "yes" | "either" | "no";
  /** Every statement, nearest to matching first. */
  readonly statements: readonly StatementEvaluation[];
  /** The same statements by level, root first; every level must allow. Only of organization policies. */
  readonly levels?: readonly LevelAnswer[];
  /** What a bucket setting says, where the layer is one. */
  readonly setting?: GateSetting;
  /** What S3 asks of KMS in the caller's name; only in the gate `key`. */
  readonly calls?: readonly Decision[];
}

interface Considered {
  readonly request: AuthorizationRequest;
  readonly gates: readonly Gate[];
  /** Whether identity and resource policies must both allow, or one of them is enough. */
  readonly combination: "all" | "any";
}

interface Denied {
  /** AWS's error code, where it is not `AccessDenied`. */
  readonly awsCode?: string;
  /** AWS's own text for this denial; plain `Access Denied` where AWS says no more. */
  readonly awsMessage: string;
  /** Gates that would refuse too, though the text does not name them. */
  readonly masked: readonly Layer[];
  /** Layers that nobody could answer for: if they refuse, AWS's text is another one. */
  readonly unanswered?: readonly Layer[];
}

/** The answer to a request, with everything it rests on. */
export type Decision = Considered &
  (
    | { readonly outcome: "allowed"; readonly by: readonly StatementRef[] }
    | ({
        readonly outcome: "explicitDeny";
        readonly layer: Layer;
        readonly by: readonly StatementRef[];
      } & Denied)
    | ({
        readonly outcome: "implicitDeny";
        /** The layers in which nothing allows. */
        readonly silent: readonly Layer[];
        /** The layer that AWS's text names, right or wrong. */
        readonly layer: Layer;
      } & Denied)
    | { readonly outcome: "unknown"; readonly unanswered: readonly Layer[] }
  );
