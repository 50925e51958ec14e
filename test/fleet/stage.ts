import { onTestFinished } from "vitest";
import {
  coordinate,
  type Coordination,
  type FleetRun,
  type RangeRunner,
  type RangeTask,
} from "../../src/fleet/index.ts";
import type { FleetWorker, Served } from "../../src/fleet/fleet-board.ts";
import { workOnRange } from "../../src/fleet/work-on-range.ts";
import {
  DEFAULT_SYNC_OPTIONS,
  NO_COUNTS,
  reopenSides,
  type SyncOptions,
} from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { eventsOf, type FleetOutcome, rangeRunner, startWorkers } from "./in-process.ts";
import { MemoryBoard } from "./memory-board.ts";

export interface Stage {
  readonly cloud: MemoryCloud;
  readonly board: MemoryBoard;
  readonly coordination: Coordination;
  readonly run: (
    options?: Partial<SyncOptions>,
    rest?: Partial<Coordination>,
  ) => Promise<FleetOutcome>;
}

/** Two buckets, and workers who share the work between them. */
export function stage(keys: readonly string[], workers = 3): Stage {
  const cloud = new MemoryCloud();
  const board = new MemoryBoard();
  for (const key of keys) cloud.bucket("from").seed(key, key);
  const stop = new AbortController();
  onTestFinished(startWorkers({ board, cloud, count: workers, stop }));
  const run: Stage["run"] = (options = {}, rest = {}) =>
    eventsOf(
      coordinate({ ...coordinationOf(board, options), ...seenFrom(cloud, options), ...rest }),
    );
  return { cloud, board, run, coordination: coordinationOf(board, {}) };
}

function coordinationOf(board: MemoryBoard, options: Partial<SyncOptions>): Coordination {
  const all = { ...DEFAULT_SYNC_OPTIONS, pageSize: 50, ...options };
  return {
    board,
    ends: {
      source: { kind: "s3", bucket: "from", prefix: "" },
      destination: { kind: "s3", bucket: "to", prefix: "in" },
    },
    options: all,
    job: "the job",
    order: all,
    command: { cwd: "/", positionals: ["s3://from", "s3://to/in"], given: [] },
    version: "1",
    onlyFailed: false,
    signal: new AbortController().signal,
    isSourceThere: () => Promise.resolve(true),
    openSource: () => Promise.reject(new Error("there is nothing to open")),
  };
}

/** The source as it is, for whoever leads. */
function seenFrom(
  cloud: MemoryCloud,
  options: Partial<SyncOptions>,
): Pick<Coordination, "openSource"> {
  const source = { kind: "s3", bucket: "from", prefix: "" } as const;
  const destination = { kind: "s3", bucket: "to", prefix: "in" } as const;
  const stores = { source: cloud.bucket("from"), destination: cloud.bucket("to") };
  const all = { ...DEFAULT_SYNC_OPTIONS, ...options };
  const { signal } = new AbortController();
  return { openSource: () => reopenSides({ source, destination, stores }, all, signal) };
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `d${at % 5}/${String(at).padStart(5, "0")}`);
}

export const KEYS: readonly string[] = numbered(1_000);
export const COPIED: readonly string[] = KEYS.map((key) => `in/${key}`).sort();

/** A run that somebody has begun, with one range that waits. */
export async function opened(board: MemoryBoard, said: Partial<FleetRun> = {}): Promise<RangeTask> {
  const task = { id: "r-1", run: "r", span: {} };
  await board.turn({
    run: {
      ...{ id: "r", job: "j", version: "1", order: DEFAULT_SYNC_OPTIONS, phase: "copying" },
      ...{ command: { cwd: "/", positionals: [], given: [] }, onlyFailed: false },
      ...{ counts: NO_COUNTS, held: 0, failed: [], ...said },
    },
    opened: [task],
  });
  return task;
}

/** What a worker of a board is told of one task. */
export function handed(
  board: MemoryBoard,
  runner: Partial<RangeRunner>,
  {
    cloud = new MemoryCloud(),
    self = { id: "w", version: "1" },
  }: { cloud?: MemoryCloud; self?: FleetWorker } = {},
): (task: RangeTask, signal?: AbortSignal) => Promise<Served> {
  const { signal } = new AbortController();
  const all = { ...rangeRunner(cloud), ...runner };
  const worker = { board, self, runner: all, signal, tell: () => undefined };
  return (task, ofTask = signal) => workOnRange(task, worker, ofTask);
}
