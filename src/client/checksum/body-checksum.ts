import { createRunningSum, type RunningSum, type Sum, sumOf } from "../../sync/index.ts";
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
  const { algorithm } = expected;
  let running: RunningSum | undefined;
  let first: Uint8Array | undefined;
  return {
    update: (chunk) => {
      // Most bodies are one chunk, of which the sum is cheaper at one go.
      if (first === undefined) {
        first = chunk;
        return;
      }
      running ??= begin(algorithm, first);
      running.update(chunk);
    },
    verify: () => {
      requireSum(running?.base64() ?? sumOf(algorithm, first ?? new Uint8Array()).value, expected);
    },
  };
}

/** Throws when a whole body is not what S3 has stored. */
export function verifyBody(body: Uint8Array, [expected]: readonly Sum[]): void {
  if (expected !== undefined) requireSum(sumOf(expected.algorithm, body).value, expected);
}

function requireSum(actual: string, { value }: Sum): void {
  if (actual === value) return;
  throw new WireError(
    "ChecksumMismatch",
    `Expected checksum ${value} did not match calculated checksum: ${actual}`,
  );
}

function begin(algorithm: Sum["algorithm"], chunk: Uint8Array): RunningSum {
  const running = createRunningSum(algorithm);
  running.update(chunk);
  return running;
}
