import {
  bucketSettings,
  type World,
  type WorldBucket,
  type WorldObjectLock,
} from "../../policy/index.ts";
import type { LabState } from "./lab-state.ts";
import { namedPrincipals } from "./named-principals.ts";
import type { BucketObjectLock } from "./object-lock.ts";
import type { BucketRowSettings } from "./s3-tables.ts";

/**
 * Writes the buckets of a world, with their policies and without objects; in a transaction,
 * once all principals are there.
 */
export function writeWorldBuckets(
  { world, s3, iam, documents }: Pick<LabState, "world" | "s3" | "iam" | "documents">,
  createdMs: number,
): void {
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    for (const [name, bucket] of Object.entries(buckets)) {
      const { region, policy, versioning, documents: kept, objectLock } = bucket;
      s3.buckets.put([name], {
        name,
        account,
        region,
        createdMs,
        settings: settingsOf(world, account, bucket),
        ...(versioning && { versioning }),
        ...(objectLock && { objectLock: objectLockOf(objectLock) }),
        ...(kept && { documents: Object.entries(kept) }),
        ...(policy !== undefined && {
          policy,
          named: namedPrincipals(documents.read(policy, "resource"), iam),
        }),
      });
    }
  }
}

function settingsOf(world: World, account: string, bucket: WorldBucket): BucketRowSettings {
  const { publicAccessBlock, ownership, requesterPays } = bucketSettings(world, account, bucket);
  return {
    objectOwnership: ownership.setting,
    publicAccessBlock: publicAccessBlock.bucket,
    acl: ownership.bucketAcl,
    requesterPays,
    ...(bucket.hasNoOwnershipControls === true && { hasNoOwnershipControls: true }),
    ...(bucket.hasNoPublicAccessBlock === true && { hasNoPublicAccessBlock: true }),
    ...(bucket.blocksCustomerKeys !== undefined && {
      blocksCustomerKeys: bucket.blocksCustomerKeys,
    }),
    ...(bucket.encryption && { encryption: { algorithm: "aws:kms", ...bucket.encryption } }),
  };
}

function objectLockOf({ defaultRetention }: WorldObjectLock): BucketObjectLock {
  if (defaultRetention === undefined) return {};
  const { mode, days, years } = defaultRetention;
  return {
    defaultRetention:
      years === undefined
        ? { mode, unit: "Days", count: days ?? 1 }
        : { mode, unit: "Years", count: years },
  };
}
