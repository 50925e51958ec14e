import type { PublicAccessFlags } from "../s3/public-access-flags.ts";
import type { World } from "./world.ts";
import type { WrittenPublicAccessBlock } from "./written-bucket.ts";

/** Block Public Access that blocks nothing. */
export const NOTHING_BLOCKED: PublicAccessFlags = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const closed: PublicAccessFlags = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** What Block Public Access is where nobody has set it, by place. */
export interface PublicAccessDefaults {
  readonly account: PublicAccessFlags;
  readonly bucket: PublicAccessFlags;
  readonly accessPoint: PublicAccessFlags;
}

/**
 * Since April 2023 new buckets block public access (S3 User Guide, Default settings for new S3 buckets
 * FAQ); access points always did, accounts never do.
 */
export function publicAccessDefaults({
  bucketDefaults,
}: Pick<World, "bucketDefaults">): PublicAccessDefaults {
  return {
    account: NOTHING_BLOCKED,
    bucket: bucketDefaults === "legacy" ? NOTHING_BLOCKED : closed,
    accessPoint: closed,
  };
}

/** The flags as written, those left out as they are by default. */
export function flagsOf(
  written: WrittenPublicAccessBlock,
  byDefault: PublicAccessFlags,
): PublicAccessFlags {
  return {
    blockPublicAcls: written.blockPublicAcls ?? byDefault.blockPublicAcls,
    ignorePublicAcls: written.ignorePublicAcls ?? byDefault.ignorePublicAcls,
    blockPublicPolicy: written.blockPublicPolicy ?? byDefault.blockPublicPolicy,
    restrictPublicBuckets: written.restrictPublicBuckets ?? byDefault.restrictPublicBuckets,
  };
}
