import { type AttachedPolicy, parsePolicy, type World } from "../../policy/index.ts";
import { type Bucket, createBucket } from "./buckets.ts";

/** Creates the buckets of a world, with their policies and without objects. */
export function createWorldBuckets(world: World, createdMs: number): Map<string, Bucket> {
  const buckets = new Map<string, Bucket>();
  for (const [account, { buckets: written }] of Object.entries(world.accounts)) {
    for (const [name, { region, policy }] of Object.entries(written)) {
      const bucket = createBucket({ name, account, region, createdMs });
      if (policy !== undefined) bucket.policy = bucketPolicy(name, policy);
      buckets.set(name, bucket);
    }
  }
  return buckets;
}

function bucketPolicy(bucket: string, text: string): AttachedPolicy {
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) throw new Error(`policy of bucket \`${bucket}\`: ${parsed.problems[0].message}`);
  return {
    document: parsed.value,
    name: "bucket policy",
    attachedTo: `arn:aws:s3:::${bucket}`,
  };
}
