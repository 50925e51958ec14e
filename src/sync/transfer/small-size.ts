import type { SyncOptions } from "../options.ts";

/** Files and objects up to this size are kept in memory whole. */
const SMALL_BYTES = 256 * 1024;

/**
 * The largest size of what is read or written at one go, without a turn of the event loop for each
 * step: for 10 KiB the steps of Node's promises cost five times the work itself.
 */
export function smallSize({ multipartThreshold, fsync }: SyncOptions): number {
  // To flush may take long, and nothing else could go on meanwhile.
  return fsync ? -1 : Math.min(SMALL_BYTES, multipartThreshold - 1);
}
