/** So many bring as much as one process takes from a store near by, and each has large blocks. */
const FIRST = 8;
/** A connection to S3 carries up to 90 MB/s (S3 User Guide, Performance guidelines): these bring more than it can take. */
const MOST = 16;
/** Bytes in a millisecond that one process takes at best, or about. */
const ENOUGH = 1_000_000;

/**
 * How many parts of one object are asked for at once; to be asked at its start and with the end of each part. They are
 * more where a round of them brings less than this process can take, the first one aside, in which all is new.
 */
export function widthOfDownload(
  partSize: number,
  most: number,
  nowMs: () => number = () => performance.now(),
): () => number {
  let width = Math.min(FIRST, most);
  let asked = 0;
  let sinceMs = 0;
  return () => {
    const isRound = asked % FIRST === 0;
    if (isRound && asked > FIRST && FIRST * partSize < ENOUGH * (nowMs() - sinceMs)) {
      width = Math.min(MOST, most);
    }
    if (isRound) sinceMs = nowMs();
    asked++;
    return width;
  };
}
