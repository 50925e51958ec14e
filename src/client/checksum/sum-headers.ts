import type { ChecksumAlgorithm, Sum } from "../../sync/index.ts";

/** What uploads carry unless told otherwise: Node computes it at GiB/s, and parts add up to the whole. */
export const DEFAULT_CHECKSUM: ChecksumAlgorithm = "CRC32";

/** The header that carries a sum of this kind. */
export function checksumHeader(algorithm: Sum["algorithm"]): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The XML element that does. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** The headers of a body with its sum. */
export function sumHeaders({
  algorithm,
  value,
}: Sum): readonly (readonly [name: string, value: string])[] {
  return [
    ["x-amz-sdk-checksum-algorithm", algorithm],
    [checksumHeader(algorithm), value],
  ];
}
