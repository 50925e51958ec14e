import type { SizesSeen } from "../../../access/index.ts";

/** Whether some of what a run transfers is so large that it goes in parts. */
export type LargeObjects = "some" | "none";

/** What somebody who knows says of sizes, as if it had been seen; undefined where nobody does. */
export function saidSizes(
  large: LargeObjects | undefined,
  threshold: number,
): SizesSeen | undefined {
  if (large === undefined) return undefined;
  return { threshold, looked: 1, large: large === "some" ? 1 : 0, isWhole: true };
}
