import { createRunningSum, type Sum } from "../../sync/index.ts";
import { WireError } from "../http/wire-error.ts";

/** Checks a body, as it passes, against a sum that S3 sent with it. */
export interface BodyChecksum {
  update(chunk: Uint8Array): void;
  /** Throws when the body was not what S3 has stored. */
  verify(): void;
}

/** The check for an answer, or undefined when S3 sent no sum over the whole body. */
export function bodyChecksum([expected]: readonly Sum[]): BodyChecksum | undefined {
  if (expected === undefined) return undefined;
  const running = createRunningSum(expected.algorithm);
  return {
    update: (chunk) => {
      running.update(chunk);
    },
    verify: () => {
      const actual = running.base64();
      if (actual === expected.value) return;
      throw new WireError(
        "ChecksumMismatch",
        `Expected checksum ${expected.value} did not match calculated checksum: ${actual}`,
      );
    },
  };
}
