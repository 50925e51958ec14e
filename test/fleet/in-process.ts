import { type FleetBoard, type RangeRunner, workOnFleet } from "../../src/fleet/index.ts";
import {
  RangeWork,
  runRange,
  type SyncCounts,
  type SyncEvent,
  type SyncOptions,
} from "../../src/sync/index.ts";
import type { MemoryCloud } from "../support/memory-bucket.ts";

const SOURCE = { kind: "s3", bucket: "from", prefix: "" } as const;
const DESTINATION = { kind: "s3", bucket: "to", prefix: "in" } as const;

/** Runs ranges between two buckets in memory, with the options that are in the order. */
export function rangeRunner(cloud: MemoryCloud): RangeRunner {
  const ends = { source: SOURCE, destination: DESTINATION };
  const start: RangeRunner["start"] = ({ run, range, mayDelete, signal }) => {
    const stores = { source: cloud.bucket("from"), destination: cloud.bucket("to") };
    const options = {
      ...(run.order as SyncOptions),
      maxDelete: Infinity,
    };
    // Ranges end early, so that there are several; but for those of deletions, which have no end of their own.
    const { part } = range;
    const isWhole = !Number.isFinite(part.mostWork);
    const own = isWhole ? range : new RangeWork({ ...part, mostWork: 50_000 });
    return runRange({ ...ends, stores, options, signal, range: own, mayDelete });
  };
  return { start, ends: () => ends, prepare: () => Promise.resolve(undefined) };
}

/** What a worker is started with. */
export function workWith(
  board: FleetBoard,
  runner: RangeRunner,
  signal: AbortSignal,
): Parameters<typeof workOnFleet>[0] {
  return { board, version: "1", runner, signal, tell: () => undefined, tellFault: () => undefined };
}

/** Starts workers in this process; answers how to stop them. */
export function startWorkers({
  board,
  cloud,
  count,
  stop,
}: {
  readonly board: FleetBoard;
  readonly cloud: MemoryCloud;
  readonly count: number;
  readonly stop: AbortController;
}): () => Promise<void> {
  const { signal } = stop;
  const working = Array.from({ length: count }, () =>
    workOnFleet(workWith(board, rangeRunner(cloud), signal)),
  );
  return async () => {
    stop.abort();
    await Promise.all(working);
  };
}

export interface FleetOutcome {
  readonly events: readonly SyncEvent[];
  readonly types: Readonly<Record<string, number>>;
  readonly exitCode: number | undefined;
  readonly counts: SyncCounts | undefined;
}

/** All that a run tells, and how it ended. */
export async function eventsOf(run: AsyncIterable<SyncEvent>): Promise<FleetOutcome> {
  const events: SyncEvent[] = [];
  const types: Record<string, number> = {};
  for await (const event of run) {
    events.push(event);
    types[event.type] = (types[event.type] ?? 0) + 1;
  }
  const last = events.at(-1);
  const done = last?.type === "done" ? last : undefined;
  return { events, types, exitCode: done?.exitCode, counts: done?.counts };
}
