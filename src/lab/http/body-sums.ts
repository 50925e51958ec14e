import { Refusal } from "../refusal.ts";
import {
  badChecksum,
  CHECKSUM_HEADERS,
  type Checksum,
  type ChecksumAlgorithm,
  createRunningSum,
} from "./checksums.ts";
import type { DeclaredChecksum } from "./declared-checksum.ts";
import type { RunningSum } from "./running-sum.ts";

/** The sums that run along while a body is read, and what one of them must come to. */
export interface Sums {
  readonly running: ReadonlyMap<ChecksumAlgorithm, RunningSum>;
  readonly expected?: DeclaredChecksum;
  /** What they have come to, once the body is whole. */
  readonly results: Map<ChecksumAlgorithm, Checksum>;
}

/** Starts the sums of a body: the one that was sent along, and one that is asked for. */
export function createSums(
  expected: DeclaredChecksum | undefined,
  algorithm?: ChecksumAlgorithm,
): Sums {
  const algorithms = [expected?.algorithm, algorithm].filter((one) => one !== undefined);
  const running = new Map(algorithms.map((one) => [one, createRunningSum(one)]));
  return { running, results: new Map(), ...(expected && { expected }) };
}

/** Takes the next piece of the body. */
export function updateSums({ running }: Sums, piece: Uint8Array): void {
  for (const sum of running.values()) sum.update(piece);
}

/** Holds the sum against the one sent, in a header or a trailer, and keeps all in `results`. */
export function finishSums(
  { running, expected, results }: Sums,
  trailers: ReadonlyMap<string, string>,
): void {
  for (const [algorithm, sum] of running) {
    const value = Buffer.from(sum.digest()).toString("base64");
    results.set(algorithm, { algorithm, type: "FULL_OBJECT", value });
  }
  if (expected === undefined) return;
  const { algorithm } = expected;
  const sent = expected.value ?? trailers.get(CHECKSUM_HEADERS[algorithm]);
  if (sent === undefined) throw malformedTrailer();
  if (sent !== results.get(algorithm)?.value) throw badChecksum(algorithm.toUpperCase());
}

function malformedTrailer(): Refusal {
  return new Refusal({
    code: "MalformedTrailerError",
    status: 400,
    message:
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  });
}
