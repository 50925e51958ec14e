import { createHash, hash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  type CrcAlgorithm,
  createCrc32c,
  createCrc64Nvme,
  type RunningCrc,
} from "../../aws/index.ts";
import type { RunningSum } from "./running-sum.ts";

/** The checksums of the S3 API, as its flags and headers name them. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/** A sum over all bytes of an object, in base64; `MD5` is what some ETags are. */
export interface Sum {
  readonly algorithm: ChecksumAlgorithm | "MD5";
  readonly value: string;
}

/** Begins a sum. */
export function createRunningSum(algorithm: Sum["algorithm"]): RunningSum {
  switch (algorithm) {
    case "CRC32":
    case "CRC32C":
    case "CRC64NVME":
      return continueSum(algorithm);
    case "SHA1":
    case "SHA256":
    case "MD5":
      return runningHash(algorithm);
  }
}

/** Goes on with a cyclic sum, in base64; the end of a hash would not say enough for that. */
export function continueSum(algorithm: CrcAlgorithm, before?: string): RunningSum {
  const digest = before === undefined ? undefined : Buffer.from(before, "base64");
  switch (algorithm) {
    case "CRC32":
      return inBase64(createCrc32(digest));
    case "CRC32C":
      return inBase64(createCrc32c(digest));
    case "CRC64NVME":
      return inBase64(createCrc64Nvme(digest));
  }
}

/** The sum of bytes that are all there. */
export function sumOf(algorithm: Sum["algorithm"], bytes: Uint8Array): Sum {
  switch (algorithm) {
    case "CRC32":
    case "CRC32C":
    case "CRC64NVME": {
      const running = createRunningSum(algorithm);
      running.update(bytes);
      return { algorithm, value: running.base64() };
    }
    case "SHA1":
    case "SHA256":
    case "MD5":
      return { algorithm, value: hash(algorithm.toLowerCase(), bytes, "base64") };
  }
}

function createCrc32(before?: Buffer): RunningCrc {
  let value = before?.readUInt32BE() ?? 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const sum = Buffer.allocUnsafe(4);
      sum.writeUInt32BE(value >>> 0);
      return sum;
    },
  };
}

function inBase64(crc: RunningCrc): RunningSum {
  return {
    update: (bytes) => {
      crc.update(bytes);
    },
    base64: () => Buffer.from(crc.digest()).toString("base64"),
  };
}

function runningHash(algorithm: string): RunningSum {
  const running = createHash(algorithm.toLowerCase());
  return {
    update: (bytes) => {
      running.update(bytes);
    },
    base64: () => running.digest("base64"),
  };
}
