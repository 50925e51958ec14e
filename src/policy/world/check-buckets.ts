import { partitionOf } from "../../aws/index.ts";
import { checkPolicies, type Place } from "./check-policies.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import type { WrittenBucket } from "./written-bucket.ts";
import type { WrittenWorld } from "./written-world.ts";

/** Finds what is wrong with a bucket's settings and access points beside their shape. */
export function checkBucketSettings(
  place: Place,
  bucket: WrittenBucket,
  world: WrittenWorld,
): readonly WorldProblem[] {
  return [
    ...checkRegion([...place, "region"], bucket),
    ...checkAcl([...place, "acl"], bucket, world),
    ...checkObjectLock([...place, "objectLock"], bucket),
    ...Object.entries(bucket.accessPoints).flatMap(([name, { account, policy }]) => {
      const at = [...place, "accessPoints", name];
      return [
        ...checkPolicies(at, "resource", { policy }),
        ...checkAccount([...at, "account"], account, world),
      ];
    }),
  ];
}

/** AWS General Reference, ARNs: partitions have accounts of their own, and those of a world are of `aws`. */
function checkRegion(path: Place, { region }: WrittenBucket): readonly WorldProblem[] {
  const partition = partitionOf(region);
  if (partition === "aws") return [];
  const sentence = {
    en: `\`${region}\` is of partition \`${partition}\`, and a world's accounts are of \`aws\`: no policy lets one into the other`,
    ja: `\`${region}\` はパーティション \`${partition}\` ですが、ワールドのアカウントは \`aws\` です。ポリシーでパーティションをまたぐことはできません`,
  };
  return [worldProblem(path, sentence)];
}

/** S3 User Guide, Object Ownership, Troubleshooting: InvalidBucketAclWithObjectOwnership. */
function checkAcl(
  path: Place,
  { acl, objectOwnership }: WrittenBucket,
  { bucketDefaults }: WrittenWorld,
): readonly WorldProblem[] {
  if (acl === undefined || acl === "private") return [];
  const byDefault = bucketDefaults === "legacy" ? "ObjectWriter" : "BucketOwnerEnforced";
  if ((objectOwnership ?? byDefault) !== "BucketOwnerEnforced") return [];
  const sentence = {
    en: "a bucket with `BucketOwnerEnforced` has no ACL: give it another `objectOwnership`",
    ja: "`BucketOwnerEnforced` のバケットに ACL はありません。別の `objectOwnership` を指定してください",
  };
  return [worldProblem(path, sentence)];
}

/** S3 User Guide, Locking objects with Object Lock: it works only in buckets that have versioning enabled. */
function checkObjectLock(
  path: Place,
  { objectLock, versioning }: WrittenBucket,
): readonly WorldProblem[] {
  if (objectLock === undefined || versioning === "Enabled") return [];
  const sentence = {
    en: "a bucket with Object Lock keeps versions: say `versioning: Enabled`",
    ja: "オブジェクトロックのあるバケットはバージョンを保持します。`versioning: Enabled` を指定してください",
  };
  return [worldProblem(path, sentence)];
}

function checkAccount(
  path: Place,
  account: string | undefined,
  { accounts }: WrittenWorld,
): readonly WorldProblem[] {
  if (account === undefined || Object.hasOwn(accounts, account)) return [];
  const sentence = {
    en: `no account \`${account}\` in this world`,
    ja: `このワールドにアカウント \`${account}\` はありません`,
  };
  return [worldProblem(path, sentence)];
}
