// Tries the stretches of seeds that `nightly-policy.ts` hands out.
import { firstDifference, type Seeds } from "../test/policy-differential/compare.ts";

process.on("message", (seeds: Seeds) => {
  process.send?.(firstDifference(seeds) ?? null);
});
