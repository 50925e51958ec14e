import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BenchCase } from "./bench-case.ts";
import { compareSides } from "./compare-sides.ts";

/** From a bucket to files. */
export const downloadCase: BenchCase = {
  says: "objects of a bucket into an empty directory; then it has files of the same names and sizes and nothing else, and 20 samples of bytes are equal",
  prepare: async ({ bed, scenario: { objects, bytesEach }, scratch }) => {
    const source = await bed.source(objects, bytesEach);
    if (typeof source === "string") return source;
    const path = join(scratch, "downloaded");
    await rm(path, { recursive: true, force: true });
    await mkdir(path);
    return { source: { kind: "bucket", ...source }, destination: { kind: "directory", path } };
  },
  verify: ({ bed }, { transfer }) => compareSides(bed.access, transfer, "kept"),
};
