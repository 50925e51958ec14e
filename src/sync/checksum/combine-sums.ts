import { combineCrcs, type CrcAlgorithm } from "../../aws/index.ts";
import type { Sum } from "./checksum.ts";

/** The sum of one piece of an object, and how long the piece is. */
export interface PieceSum {
  readonly value: string;
  readonly length: number;
}

/** Whether sums of pieces make up the sum of the whole: of CRCs they do, of hashes they do not. */
export function isCombinable(algorithm: Sum["algorithm"]): algorithm is CrcAlgorithm {
  switch (algorithm) {
    case "CRC32":
    case "CRC32C":
    case "CRC64NVME":
      return true;
    case "SHA1":
    case "SHA256":
    case "MD5":
      return false;
  }
}

/** The first algorithm of some sums that the sums of pieces make up, if there is one. */
export function combinableIn(sums: readonly Sum[]): CrcAlgorithm | undefined {
  return sums.map(({ algorithm }) => algorithm).find(isCombinable);
}

/** The sum of pieces put together in this order, without their bytes; undefined for hashes. */
export function combineSums(
  algorithm: Sum["algorithm"],
  pieces: readonly PieceSum[],
): Sum | undefined {
  if (!isCombinable(algorithm)) return undefined;
  const parts = pieces.map(({ value, length }) => ({
    digest: Buffer.from(value, "base64"),
    size: length,
  }));
  return {
    algorithm,
    value: Buffer.from(combineCrcs(algorithm, parts)).toString("base64"),
  };
}
