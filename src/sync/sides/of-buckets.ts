import type { Sides } from "./sides.ts";

/** S3 neither goes away as a disk does, nor has directories that stand in a key's way. */
export const ofBuckets: Pick<Sides, "seesDestination" | "isSourceThere" | "clearTheWay"> = {
  seesDestination: true,
  isSourceThere: () => Promise.resolve(true),
  clearTheWay: () => Promise.resolve(),
};
