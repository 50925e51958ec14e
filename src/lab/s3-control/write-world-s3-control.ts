import type { LabState } from "../state/lab-state.ts";

/** Writes what a world sets for whole accounts; in a transaction. */
export function writeWorldS3Control({ world, s3Control }: LabState): void {
  for (const [account, { publicAccessBlock }] of Object.entries(world.accounts)) {
    if (publicAccessBlock !== undefined) s3Control.accountBlocks.put([account], publicAccessBlock);
  }
}
