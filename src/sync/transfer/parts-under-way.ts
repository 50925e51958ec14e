/** Bytes of a stream's parts that wait or are on their way. */
const HELD_BYTES = 128 * 1024 * 1024;
/** One is being filled, one waits for a worker. */
const NOT_SENT = 2;

/** How many parts of a stream, of `partSize` bytes each, go up at once within bounded memory; at least one. */
export function partsUnderWay(partSize: number): number {
  return Math.max(1, Math.floor(HELD_BYTES / partSize) - NOT_SENT);
}
