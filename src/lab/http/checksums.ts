import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Refusal } from "../refusal.ts";
import { createCrc32c, createCrc64Nvme, type RunningSum } from "./running-sum.ts";

/** The sums of the S3 API, by the word in `x-amz-checksum-<word>`. */
export type ChecksumAlgorithm = "crc32" | "crc32c" | "crc64nvme" | "sha1" | "sha256";

/** `FULL_OBJECT` sums cover all bytes, `COMPOSITE` ones the sums of the parts. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** A sum that is kept with an object; `value` is base64, with `-N` when composite. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

/** All of them; the SDKs send one at a time. */
export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = [
  "crc32",
  "crc32c",
  "crc64nvme",
  "sha1",
  "sha256",
];

const DIGEST_LENGTH: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

/** The element that carries a sum in XML, e.g. `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

/** Reads `CRC32` or `crc32`; undefined for any other word. */
export function parseChecksumAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === text.toLowerCase());
}

/** A fresh sum to feed the pieces of a body to. */
export function createRunningSum(algorithm: ChecksumAlgorithm): RunningSum {
  switch (algorithm) {
    case "crc32":
      return createCrc32();
    case "crc32c":
      return createCrc32c();
    case "crc64nvme":
      return createCrc64Nvme();
    case "sha1":
    case "sha256":
      return createHash(algorithm);
  }
}

function createCrc32(): RunningSum {
  let sum = 0;
  return {
    update(data) {
      sum = crc32(data, sum);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum >>> 0);
      return bytes;
    },
  };
}

/** Refuses a sum that is not base64 of the right length, in S3's words. */
export function requireChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length === DIGEST_LENGTH[algorithm] && bytes.toString("base64") === value) return;
  throw new Refusal({
    code: "InvalidRequest",
    status: 400,
    message: `Value for x-amz-checksum-${algorithm} header is invalid.`,
  });
}

/** S3's answer to a body whose sum is another than the one sent along. */
export function badChecksum(algorithm: ChecksumAlgorithm): Refusal {
  return new Refusal({
    code: "BadDigest",
    status: 400,
    message: `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  });
}
