import type { BenchCase } from "./bench-case.ts";
import { compareSides } from "./compare-sides.ts";
import { makeTree } from "./file-tree.ts";

/** From files to a bucket. */
export const uploadCase: BenchCase = {
  says: "files into an empty bucket; then it lists the same keys and sizes, and 20 samples of bytes are equal (of 1 GiB in a run that is not timed: the timed ones let the server forget the bytes)",
  prepare: async ({ bed, scenario, scratch }) => ({
    source: { kind: "directory", path: await makeTree(scratch, scenario) },
    destination: { kind: "bucket", bucket: await bed.emptyBucket() },
  }),
  verify: ({ bed }, { transfer, bytes }) => compareSides(bed.access, transfer, bytes),
};
