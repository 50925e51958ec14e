// Tries the stretches of seeds that `nightly-policy.ts` hands out, and ends with it.
import { firstDifference, type Seeds } from "../test/policy-differential/compare.ts";

process.on("message", (seeds: Seeds) => {
  process.send?.(firstDifference(seeds) ?? null, (error: Error | null) => {
    if (error !== null) process.exit(1);
  });
});
