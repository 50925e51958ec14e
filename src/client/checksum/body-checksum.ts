import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { headerOf, type HttpHeaders } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import { uint32Base64 } from "./crc32-base64.ts";
import { createCrc32c } from "./crc32c.ts";

/** Checks a body, as it passes, against the checksum that S3 sent with it. */
export interface BodyChecksum {
  update(chunk: Uint8Array): void;
  /** Throws when the body was not what S3 has stored. */
  verify(): void;
}

interface RunningChecksum {
  update(chunk: Uint8Array): void;
  base64(): string;
}

const algorithms = {
  "x-amz-checksum-crc32": () => runningCrc(crc32),
  "x-amz-checksum-crc32c": () => runningCrc(createCrc32c()),
  "x-amz-checksum-sha256": () => runningHash("sha256"),
  "x-amz-checksum-sha1": () => runningHash("sha1"),
} as const satisfies Readonly<Record<string, () => RunningChecksum>>;

/**
 * The check for an answer, or undefined when S3 sent none that says something of the whole body:
 * a composite checksum (`…-3`) is one of part checksums, and parts are not to be seen in the body.
 */
export function bodyChecksum(headers: HttpHeaders): BodyChecksum | undefined {
  if (headerOf(headers, "x-amz-checksum-type") === "COMPOSITE") return undefined;
  for (const [name, start] of Object.entries(algorithms)) {
    const expected = headerOf(headers, name);
    if (expected !== undefined && !expected.includes("-")) return checkAgainst(expected, start());
  }
  return undefined;
}

function checkAgainst(expected: string, running: RunningChecksum): BodyChecksum {
  return {
    update: (chunk) => {
      running.update(chunk);
    },
    verify: () => {
      const actual = running.base64();
      if (actual === expected) return;
      throw new WireError(
        "ChecksumMismatch",
        `Expected checksum ${expected} did not match calculated checksum: ${actual}`,
      );
    },
  };
}

function runningCrc(crc: (bytes: Uint8Array, value: number) => number): RunningChecksum {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc(chunk, value);
    },
    base64: () => uint32Base64(value),
  };
}

function runningHash(algorithm: "sha1" | "sha256"): RunningChecksum {
  const hash = createHash(algorithm);
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    base64: () => hash.digest("base64"),
  };
}
