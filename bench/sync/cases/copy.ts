import type { BenchCase } from "./bench-case.ts";
import { compareSides } from "./compare-sides.ts";

/** From bucket to bucket. */
export const copyCase: BenchCase = {
  says: "objects of a bucket into an empty one; then both list the same keys and sizes, and 20 samples of bytes are equal",
  prepare: async ({ bed, scenario: { objects, bytesEach } }) => {
    const source = await bed.source(objects, bytesEach);
    if (typeof source === "string") return source;
    return {
      source: { kind: "bucket", ...source },
      destination: { kind: "bucket", bucket: await bed.emptyBucket() },
    };
  },
  verify: ({ bed }, { transfer, bytes }) => compareSides(bed.access, transfer, bytes),
};
