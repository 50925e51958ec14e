import type { Entry } from "../sync/index.ts";

/** Some of the files or objects of a side, their keys relative to it. */
export interface SizeSample {
  readonly entries: readonly Pick<Entry, "key" | "size" | "storageClass">[];
  /** Whether there are no others. */
  readonly isWhole: boolean;
}
