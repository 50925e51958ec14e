import type { ByteRange } from "../ports.ts";

/** S3's limit on the parts of one upload. */
const MAX_PARTS = 10_000;

/** The part size to use for an object: doubled until no more than 10,000 parts are needed. */
export function partSizeFor(size: number, preferred: number): number {
  let partSize = preferred;
  while (Math.ceil(size / partSize) > MAX_PARTS) partSize *= 2;
  return partSize;
}

/** The byte ranges of an object's parts, in order; part numbers are the positions plus one. */
export function partsOf(size: number, preferred: number): readonly ByteRange[] {
  const partSize = partSizeFor(size, preferred);
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    start: index * partSize,
    end: Math.min((index + 1) * partSize, size) - 1,
  }));
}

export function lengthOf(range: ByteRange): number {
  return range.end - range.start + 1;
}
