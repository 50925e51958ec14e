import { type Choices, isHit, pick } from "../support/choices.ts";
import { buildBucketPolicy, type Json, type Named } from "./build-policies.ts";
import { perhaps } from "./perhaps.ts";
import { A, B, FAR_REGION, keyArnOf, REGION } from "./scene-words.ts";

/** A bucket with settings of any kind. */
export function buildBucket(choices: Choices, name: string, named: Named): Json {
  const hasAcls = isHit(choices, 1, 8);
  const objectOwnership = pick(choices, ["BucketOwnerPreferred", "ObjectWriter", "none"] as const);
  const region = isHit(choices, 1, 8) ? FAR_REGION : REGION;
  return {
    region,
    ...perhaps(choices, {
      policy: [2, () => buildBucketPolicy(choices, name, named)],
      publicAccessBlock: [4, () => (isHit(choices, 1, 6) ? "none" : buildBlock(choices))],
      requesterPays: [10, () => true],
      blocksCustomerKeys: [3, () => isHit(choices, 1, 4)],
    }),
    ...buildVersioning(choices),
    ...(hasAcls && { objectOwnership }),
    ...(hasAcls && perhaps(choices, { acl: [4, () => buildAcl(choices)] })),
    ...perhaps(choices, { encryption: [4, () => buildEncryption(choices, region)] }),
  };
}

function buildVersioning(choices: Choices): Json {
  const versioning = pick(choices, ["never", "never", "never", "Enabled", "Suspended"]);
  if (versioning !== "Enabled") return versioning === "never" ? {} : { versioning };
  const retention = (): Json => ({ mode: "GOVERNANCE", days: 1 });
  const lock = (): Json => perhaps(choices, { defaultRetention: [2, retention] });
  return { versioning, ...perhaps(choices, { objectLock: [3, lock] }) };
}

function buildEncryption(choices: Choices, region: string): Json {
  // A bucket's default key is of its own region; a header may name any.
  const near = [keyArnOf(A), keyArnOf(B), "alias/aws/s3"];
  return {
    kmsKey: pick(choices, region === REGION ? near : ["alias/aws/s3"]),
    bucketKey: isHit(choices, 1, 2),
  };
}

/** Block Public Access, of which something may be off. */
export function buildBlock(choices: Choices): Json {
  return {
    restrictPublicBuckets: isHit(choices, 1, 2),
    blockPublicAcls: isHit(choices, 1, 2),
    ignorePublicAcls: isHit(choices, 1, 2),
  };
}

function buildAcl(choices: Choices): unknown {
  return pick<unknown>(choices, [
    "private",
    "public-read",
    "public-read-write",
    [{ grantee: A, permission: "FULL_CONTROL" }],
    [{ grantee: A, permission: "READ" }],
    [{ grantee: A, permission: "WRITE" }],
    [{ grantee: "AuthenticatedUsers", permission: "WRITE" }],
  ]);
}
