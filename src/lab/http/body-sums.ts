import { Refusal } from "../refusal.ts";
import {
  badChecksum,
  type Checksum,
  type ChecksumAlgorithm,
  createRunningSum,
} from "./checksums.ts";
import type { DeclaredChecksum } from "./declared-checksum.ts";

/** The sum that runs along while a body is read, and what it must come to. */
export interface Sums {
  readonly running?: ReturnType<typeof createRunningSum>;
  readonly algorithm?: ChecksumAlgorithm;
  readonly expected?: DeclaredChecksum;
  result?: Checksum;
}

/** Starts the sum of a body; it sums nothing when no algorithm is asked for. */
export function createSums(
  expected: DeclaredChecksum | undefined,
  algorithm: ChecksumAlgorithm | undefined,
): Sums {
  return {
    ...(algorithm && { algorithm, running: createRunningSum(algorithm) }),
    ...(expected && { expected }),
  };
}

/** Holds the sum against the one sent, in a header or a trailer, and keeps it in `result`. */
export function finishSums(sums: Sums, trailers: ReadonlyMap<string, string>): void {
  if (sums.running === undefined || sums.algorithm === undefined) return;
  const { algorithm, expected } = sums;
  const value = Buffer.from(sums.running.digest()).toString("base64");
  const sent = expected && (expected.value ?? trailers.get(`x-amz-checksum-${algorithm}`));
  if (expected !== undefined && sent === undefined) throw malformedTrailer();
  if (sent !== undefined && sent !== value) throw badChecksum(algorithm);
  sums.result = { algorithm, type: "FULL_OBJECT", value };
}

function malformedTrailer(): Refusal {
  return new Refusal({
    code: "MalformedTrailerError",
    status: 400,
    message:
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  });
}
