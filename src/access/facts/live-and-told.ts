import type { AccountReader } from "../ports.ts";

/** Readers that ask AWS now, and those that repeat what files say. */
export interface LiveAndTold {
  readonly live: readonly AccountReader[];
  readonly told: readonly AccountReader[];
}

/** Tells readers apart by where their answers come from: files are believed where AWS does not answer. */
export function liveAndTold(readers: readonly AccountReader[]): LiveAndTold {
  return {
    live: readers.filter(({ isTold }) => isTold !== true),
    told: readers.filter(({ isTold }) => isTold === true),
  };
}
