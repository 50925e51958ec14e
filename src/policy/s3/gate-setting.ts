import type { StatementRef, Tri } from "../decision.ts";
import type { Acl, AclGrant } from "./acl.ts";
import type { PublicAccessPlace } from "./public-access-flags.ts";

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
  | { readonly kind: "expectedOwner"; readonly expected: string; readonly actual: string }
  | { readonly kind: "accessPointVpc"; readonly vpc: string; readonly from?: string };
