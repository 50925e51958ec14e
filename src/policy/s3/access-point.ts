import type { AttachedPolicy } from "../policy-document.ts";

/** The access point that a request names in place of its bucket. */
export interface AccessPointLayer {
  /** `arn:aws:s3:us-west-2:111111111111:accesspoint/name`. */
  readonly arn: string;
  readonly bucket: string;
  readonly policy?: AttachedPolicy | "unreadable";
  /** The only VPC that it may be used from; absent when its origin is the internet. */
  readonly vpc?: string;
}
