import type { LabState } from "./lab-state.ts";
import { namedPrincipals } from "./named-principals.ts";

/**
 * Writes the buckets of a world, with their policies and without objects; in a transaction,
 * once all principals are there.
 */
export function writeWorldBuckets(
  { world, s3, iam, documents }: Pick<LabState, "world" | "s3" | "iam" | "documents">,
  createdMs: number,
): void {
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    for (const [name, { region, policy }] of Object.entries(buckets)) {
      s3.buckets.put([name], {
        name,
        account,
        region,
        createdMs,
        ...(policy !== undefined && {
          policy,
          named: namedPrincipals(documents.read(policy, "resource"), iam),
        }),
      });
    }
  }
}
