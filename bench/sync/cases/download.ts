import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BenchCase } from "./bench-case.ts";
import { compareSides } from "./compare-sides.ts";

/**
 * Above so many files those of a run stay until the end: for each new one ext4 passes by all that were
 * removed in the last minute (Linux, fs/ext4/ialloc.c, `recently_deleted`), whoever's they were.
 */
const REMOVED_AT_ONCE = 100;

/** From a bucket to files. */
export const downloadCase: BenchCase = {
  says: "objects of a bucket into an empty directory; then it has files of the same names and sizes and nothing else, and 20 samples of bytes are equal",
  prepare: async ({ bed, scenario: { objects, bytesEach }, scratch }) => {
    const source = await bed.source(objects, bytesEach);
    if (typeof source === "string") return source;
    const path = await mkdtemp(join(scratch, "downloaded-"));
    return { source: { kind: "bucket", ...source }, destination: { kind: "directory", path } };
  },
  verify: async ({ bed, scenario }, { transfer }) => {
    await compareSides(bed.access, transfer, "kept");
    const { destination } = transfer;
    if (scenario.objects <= REMOVED_AT_ONCE && destination.kind === "directory") {
      await rm(destination.path, { recursive: true });
    }
  },
};
