import type { World } from "../../policy/index.ts";
import type { S3Tables } from "./s3-tables.ts";

/** Writes the buckets of a world, with their policies and without objects; in a transaction. */
export function writeWorldBuckets(s3: S3Tables, world: World, createdMs: number): void {
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    for (const [name, { region, policy }] of Object.entries(buckets)) {
      s3.buckets.put([name], {
        name,
        account,
        region,
        createdMs,
        ...(policy !== undefined && { policy }),
      });
    }
  }
}
