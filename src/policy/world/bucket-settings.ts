import type { BucketOwnership } from "../s3/acl.ts";
import type { PublicAccessFlags } from "../s3/public-access-flags.ts";
import { publicAccessDefaults } from "./public-access-defaults.ts";
import { bucketAclOf } from "./world-acl.ts";
import type { World, WorldBucket } from "./world.ts";

/** What a bucket of a world is set to, by itself or by default. */
export interface BucketSettings {
  readonly publicAccessBlock: {
    readonly account: PublicAccessFlags;
    readonly bucket: PublicAccessFlags;
  };
  /** Without an object: a world has none. */
  readonly ownership: Pick<BucketOwnership, "setting" | "bucketAcl">;
  readonly requesterPays: boolean;
}

/** The settings of a bucket that belongs to an account of a world. */
export function bucketSettings(
  world: World,
  account: string,
  bucket: Pick<WorldBucket, "objectOwnership" | "publicAccessBlock" | "acl" | "requesterPays"> = {},
): BucketSettings {
  const defaults = publicAccessDefaults(world);
  const owner = Object.hasOwn(world.accounts, account) ? world.accounts[account] : undefined;
  return {
    publicAccessBlock: {
      account: owner?.publicAccessBlock ?? defaults.account,
      bucket: bucket.publicAccessBlock ?? defaults.bucket,
    },
    ownership: {
      setting: bucket.objectOwnership ?? ownershipByDefault(world),
      bucketAcl: bucketAclOf(world, account, bucket),
    },
    requesterPays: bucket.requesterPays ?? false,
  };
}

/** Since April 2023 new buckets have ACLs disabled (S3 User Guide, Default settings for new S3 buckets FAQ). */
function ownershipByDefault({ bucketDefaults }: World): BucketOwnership["setting"] {
  return bucketDefaults === "legacy" ? "ObjectWriter" : "BucketOwnerEnforced";
}
