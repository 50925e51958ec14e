/** Whom an ACL grants something; a canonical user id is written as its account where that is known. */
export type AclGrantee =
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "canonicalUser"; readonly id: string }
  | { readonly kind: "group"; readonly group: AclGroup };

/** S3 User Guide, Access control list overview, Amazon S3 predefined groups. */
export type AclGroup = "AllUsers" | "AuthenticatedUsers" | "LogDelivery";

export type AclPermission = "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP" | "FULL_CONTROL";

export interface AclGrant {
  readonly grantee: AclGrantee;
  readonly permission: AclPermission;
}

/** The grants of a bucket or an object. */
export type Acl = readonly AclGrant[];

export type CannedAcl =
  | "private"
  | "public-read"
  | "public-read-write"
  | "aws-exec-read"
  | "authenticated-read"
  | "bucket-owner-read"
  | "bucket-owner-full-control"
  | "log-delivery-write";

/** Who owns objects that are written to a bucket, and whether ACLs count. */
export type ObjectOwnership = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";

/** An object that is there. */
export interface OwnedObject {
  /** The account that owns it, or `anonymous`. */
  readonly owner: string;
  readonly acl: Acl;
}

/** Who owns what in a bucket, and what ACLs grant. */
export interface BucketOwnership {
  readonly setting: ObjectOwnership;
  readonly bucketAcl: Acl;
  /**
   * What is under the key that is asked for: absent when nothing is, or the request is about the bucket;
   * `unknown` when nobody could say, as for all keys under a prefix.
   */
  readonly object?: OwnedObject | "unknown";
}
