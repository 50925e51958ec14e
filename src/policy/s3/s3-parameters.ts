import type { AttachedPolicy } from "../policy-document.ts";
import type { Acl, CannedAcl } from "./acl.ts";

/** What an S3 request carries that bucket settings look at, beside its condition keys. */
export interface S3Parameters {
  /** `x-amz-request-payer: requester`. */
  readonly acceptsCharges?: boolean;
  /** `x-amz-expected-bucket-owner`. */
  readonly expectedBucketOwner?: string;
  /** The policy that it puts on the bucket or the access point. */
  readonly newPolicy?: AttachedPolicy;
  /** The ACL that it brings for a bucket or an object. */
  readonly newAcl?: CannedAcl | Acl;
  /** Whether it copies: one text names it by its operation. */
  readonly copies?: true;
}
