import type { ServerCounts } from "../bed.ts";
import type { BenchCase } from "./bench-case.ts";

const READS = /^(List|Head|Get|BucketConfig|Other)/;

/** Between buckets that are equal already. */
export const noOpCase: BenchCase = {
  says: "a bucket and another with the same objects; then the server has listed every key of both, and was asked to write nothing",
  prepare: async ({ bed, scenario: { objects, bytesEach } }) => {
    const source = await bed.source(objects, bytesEach);
    if (typeof source === "string") return source;
    const destination = await bed.twin(objects, bytesEach);
    if (typeof destination === "string") return destination;
    return {
      source: { kind: "bucket", ...source },
      destination: { kind: "bucket", ...destination },
    };
  },
  verify: ({ scenario: { objects } }, { counts }) =>
    Promise.resolve().then(() => {
      if (counts !== undefined) expectNothingWritten(counts, objects);
    }),
};

function expectNothingWritten({ operations, keysListed }: ServerCounts, objects: number): void {
  const write = Object.keys(operations).find((operation) => !READS.test(operation));
  if (write !== undefined) throw new Error(`it asked for ${operations[write] ?? 0} ${write}`);
  if (keysListed < 2 * objects) {
    throw new Error(`it listed ${keysListed} keys of ${2 * objects}`);
  }
}
