import type { Sum } from "./checksum.ts";
import { combineSums } from "./combine-sums.ts";
import type { MultipartUpload, UploadedPart } from "../ports.ts";

/** The sum that parts make up in this order; undefined where they are hashed, or where one of them has none. */
export function sumOfParts(
  { checksumAlgorithm }: MultipartUpload,
  parts: readonly UploadedPart[],
): Sum | undefined {
  const pieces = parts.flatMap(({ checksum: value, size: length }) =>
    value === undefined ? [] : [{ value, length }],
  );
  return pieces.length < parts.length ? undefined : combineSums(checksumAlgorithm, pieces);
}
