import { writeSync } from "node:fs";
import type { CrcAlgorithm } from "../../aws/index.ts";
import { continueSum } from "../checksum/checksum.ts";

/** What Linux's ext4 takes at once without, now and then, twice the time for large pages. */
const WRITE_BYTES = 256 * 1024;

/** Bytes of a large file that follow others, and where they go. */
export interface Piece {
  /** The descriptor of a file that stays open until they are written. */
  readonly file: number;
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly algorithm: CrcAlgorithm;
  /** The sum of what they follow, in base64; undefined at the start. */
  readonly before: string | undefined;
}

/** Writes a piece; returns the sum of what it follows and of itself, in base64. */
export function writePiece({ file, position, bytes, algorithm, before }: Piece): string {
  for (let written = 0; written < bytes.length;) {
    const length = Math.min(WRITE_BYTES, bytes.length - written);
    written += writeSync(file, bytes, written, length, position + written);
  }
  const sum = continueSum(algorithm, before);
  sum.update(bytes);
  return sum.base64();
}
