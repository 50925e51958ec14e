import { mapValues } from "./map-values.ts";
import { flagsOf, NOTHING_BLOCKED, type PublicAccessDefaults } from "./public-access-defaults.ts";
import type { WorldAccessPoint, WorldAccount, WorldBucket, WorldObjectLock } from "./world.ts";
import type { WrittenAccessPoint, WrittenBucket } from "./written-bucket.ts";
import type { WrittenObjectLock } from "./written-object-lock.ts";
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
  const { blocksCustomerKeys, objectLock } = written;
  return {
    region,
    ...(encryption && { encryption }),
    ...(policy !== undefined && { policy }),
    ...(versioning && { versioning }),
    ...(documents && { documents }),
    ...(files !== undefined && { files }),
    ...(blocksCustomerKeys !== undefined && { blocksCustomerKeys }),
    ...(objectLock && { objectLock: objectLockOf(objectLock) }),
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
    ...ownershipOf(objectOwnership),
    ...publicAccessOf(publicAccessBlock, defaults),
    ...(acl !== undefined && { acl }),
    ...(requesterPays !== undefined && { requesterPays }),
  };
}

// S3 User Guide, Controlling ownership of objects: without controls the writer owns, as it was before.
function ownershipOf(written: WrittenBucket["objectOwnership"]): Partial<WorldBucket> {
  if (written === "none") return { objectOwnership: "ObjectWriter", hasNoOwnershipControls: true };
  return written === undefined ? {} : { objectOwnership: written };
}

function publicAccessOf(
  written: WrittenBucket["publicAccessBlock"],
  defaults: PublicAccessDefaults,
): Partial<WorldBucket> {
  if (written === "none") {
    return { publicAccessBlock: NOTHING_BLOCKED, hasNoPublicAccessBlock: true };
  }
  return written === undefined ? {} : { publicAccessBlock: flagsOf(written, defaults.bucket) };
}

function objectLockOf({ defaultRetention }: WrittenObjectLock): WorldObjectLock {
  if (defaultRetention === undefined) return {};
  const { mode, days, years } = defaultRetention;
  return {
    defaultRetention: {
      mode,
      ...(days !== undefined && { days }),
      ...(years !== undefined && { years }),
    },
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
