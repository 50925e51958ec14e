import { crc32 } from "node:zlib";
import { startHash } from "../node-digest.ts";
import { invalidRequest, notImplemented, Refusal } from "../refusal.ts";
import { createCrc32c, createCrc64Nvme } from "../../aws/index.ts";
import type { RunningSum } from "./running-sum.ts";

/** The sums of the S3 API, by the word in `x-amz-checksum-<word>`. */
export type ChecksumAlgorithm =
  "crc32" | "crc32c" | "crc64nvme" | "sha1" | "sha256" | "sha512" | "md5";

/** `FULL_OBJECT` sums cover all bytes, `COMPOSITE` ones the sums of the parts. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** A sum that is kept with an object; `value` is base64, with `-N` when composite. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

/** What S3 sums by where the client says nothing (S3 User Guide, Checking object integrity). */
export const DEFAULT_CHECKSUM: { readonly algorithm: "crc64nvme"; readonly type: "FULL_OBJECT" } = {
  algorithm: "crc64nvme",
  type: "FULL_OBJECT",
};

/** All of them; the SDKs send one at a time. */
export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = [
  "crc32",
  "crc32c",
  "crc64nvme",
  "sha1",
  "sha256",
  "sha512",
  "md5",
];

/** The header that carries a sum. A name that is put together anew is looked up ten times slower than one that stands here. */
export const CHECKSUM_HEADERS: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: "x-amz-checksum-crc32",
  crc32c: "x-amz-checksum-crc32c",
  crc64nvme: "x-amz-checksum-crc64nvme",
  sha1: "x-amz-checksum-sha1",
  sha256: "x-amz-checksum-sha256",
  sha512: "x-amz-checksum-sha512",
  md5: "x-amz-checksum-md5",
};

const DIGEST_LENGTH: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
  sha512: 64,
  md5: 16,
};

/** The element that carries a sum in XML, e.g. `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

/** Reads `CRC32` or `crc32`; undefined for any other word. */
export function parseChecksumAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === text.toLowerCase());
}

const LACKING = /^xxhash(?:64|3|128)$/i;

/** Reads the algorithm that a write asks for, or refuses it in S3's words. */
export function readChecksumAlgorithm(text: string): ChecksumAlgorithm {
  const algorithm = parseChecksumAlgorithm(text);
  if (algorithm !== undefined) return algorithm;
  if (LACKING.test(text)) throw notImplemented(`the checksum algorithm \`${text}\``);
  throw invalidRequest(
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
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
    case "sha512":
    case "md5":
      return startHash(algorithm);
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

/** Whether a text is base64 of as many bytes as a sum has. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length === DIGEST_LENGTH[algorithm] && bytes.toString("base64") === value;
}

/** Refuses a sum that is not base64 of the right length, in S3's words. */
export function requireChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  if (isChecksumValue(algorithm, value)) return;
  throw invalidRequest(`Value for x-amz-checksum-${algorithm} header is invalid.`);
}

/** S3's answer to a sum that is another than the one of the bytes; it names the algorithm as it is given. */
export function badChecksum(algorithm: string): Refusal {
  return new Refusal({
    code: "BadDigest",
    status: 400,
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  });
}
