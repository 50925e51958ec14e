import type { S3Operation } from "../../aws/index.ts";
import { MOST_BYTES, OBJECTS_IN_JOB } from "../batch/batch-limits.ts";
import type { Transfer } from "../compare/change.ts";
import type { RequestCounts } from "./plan-requests.ts";
import { dollarsOf, entriesOf, writesIn } from "./request-prices.ts";

/** What a run would take with one engine. */
export interface EngineEstimate {
  readonly engine: "run" | "s3-batch";
  readonly jobs: number;
  /** For requests and jobs: neither storage, nor retrieval, nor data transfer. */
  readonly dollars: number;
  /** It takes no less, where all that is written is under one prefix. */
  readonly leastSeconds: number;
}

/** Dollars (Amazon S3 pricing, S3 Batch Operations, us-east-1, 2026-11). */
const JOB = 0.25;
const OBJECT = 1 / 1_000_000;
// S3 User Guide, Best practices design patterns: 3,500 PUT/COPY/POST/DELETE requests per second per prefix.
const WRITES_PER_SECOND = 3_500;

/** Adds up what copies take when the run makes them, and when jobs make those that they can. */
export class EngineCounter {
  readonly #byRun = new Map<S3Operation, number>();
  readonly #byBoth = new Map<S3Operation, number>();
  #batched = 0;

  /** Counts a transfer, with the requests that it takes when the run makes it. */
  add({ kind, source }: Transfer, own: RequestCounts): void {
    if (kind !== "copy") return;
    count(this.#byRun, own);
    const isBatched = source.size <= MOST_BYTES;
    if (isBatched) this.#batched++;
    count(this.#byBoth, isBatched ? { CopyObject: 1 } : own);
  }

  /** The requests of a run, of which those for copies are the ones that it sends where jobs copy too. */
  withJobs(requests: RequestCounts): RequestCounts {
    const counts = new Map(entriesOf(requests));
    for (const [operation, fewer] of this.#byRun) count(counts, { [operation]: -fewer });
    for (const [operation, more] of this.#byBoth) count(counts, { [operation]: more });
    return Object.fromEntries([...counts].filter(([, left]) => left > 0));
  }

  /** What each engine would take, where requests of the run cost so much in all; undefined without copies. */
  estimates(dollars: number): readonly EngineEstimate[] | undefined {
    const [run, both] = [this.#byRun, this.#byBoth].map((counts): RequestCounts =>
      Object.fromEntries(counts),
    );
    if (run === undefined || both === undefined || this.#byRun.size === 0) return undefined;
    const jobs = Math.ceil(this.#batched / OBJECTS_IN_JOB);
    const others = dollars - dollarsOf(run);
    const fees = jobs * JOB + this.#batched * OBJECT;
    return [
      { engine: "run", jobs: 0, dollars, leastSeconds: secondsOf(run) },
      {
        engine: "s3-batch",
        jobs,
        dollars: others + dollarsOf(both) + fees,
        leastSeconds: secondsOf(both),
      },
    ];
  }
}

function secondsOf(requests: RequestCounts): number {
  return Math.ceil(writesIn(requests) / WRITES_PER_SECOND);
}

function count(counts: Map<S3Operation, number>, requests: RequestCounts): void {
  for (const [operation, more] of entriesOf(requests)) {
    counts.set(operation, (counts.get(operation) ?? 0) + more);
  }
}
