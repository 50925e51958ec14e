import { mapValues } from "./map-values.ts";
import { flagsOf, type PublicAccessDefaults } from "./public-access-defaults.ts";
import type { WorldAccessPoint, WorldAccount, WorldBucket } from "./world.ts";
import type { WrittenAccessPoint, WrittenBucket } from "./written-bucket.ts";
import type { WrittenAccount } from "./written-world.ts";

/** What an account says of S3: its buckets, its own Block Public Access, its canonical user id. */
export function bucketsOf(
  { buckets, publicAccessBlock, canonicalId }: WrittenAccount,
  defaults: PublicAccessDefaults,
): Pick<WorldAccount, "buckets" | "publicAccessBlock" | "canonicalId"> {
  return {
    buckets: mapValues(buckets, (_name, bucket) => bucketOf(bucket, defaults)),
    ...(publicAccessBlock && {
      publicAccessBlock: flagsOf(publicAccessBlock, defaults.account),
    }),
    ...(canonicalId !== undefined && { canonicalId }),
  };
}

function bucketOf(written: WrittenBucket, defaults: PublicAccessDefaults): WorldBucket {
  const { region, encryption, policy, accessPoints, versioning, documents, files } = written;
  return {
    region,
    ...(encryption && { encryption }),
    ...(policy !== undefined && { policy }),
    ...(versioning && { versioning }),
    ...(documents && { documents }),
    ...(files !== undefined && { files }),
    ...settingsOf(written, defaults),
    ...(Object.keys(accessPoints).length > 0 && {
      accessPoints: mapValues(accessPoints, (_name, point) => accessPointOf(point, defaults)),
    }),
  };
}

function settingsOf(
  { objectOwnership, publicAccessBlock, acl, requesterPays }: WrittenBucket,
  defaults: PublicAccessDefaults,
): Partial<WorldBucket> {
  return {
    ...(objectOwnership && { objectOwnership }),
    ...(publicAccessBlock && { publicAccessBlock: flagsOf(publicAccessBlock, defaults.bucket) }),
    ...(acl !== undefined && { acl }),
    ...(requesterPays !== undefined && { requesterPays }),
  };
}

function accessPointOf(
  { account, policy, vpc, publicAccessBlock }: WrittenAccessPoint,
  defaults: PublicAccessDefaults,
): WorldAccessPoint {
  return {
    ...(account !== undefined && { account }),
    ...(policy !== undefined && { policy }),
    ...(vpc !== undefined && { vpc }),
    ...(publicAccessBlock && {
      publicAccessBlock: flagsOf(publicAccessBlock, defaults.accessPoint),
    }),
  };
}
