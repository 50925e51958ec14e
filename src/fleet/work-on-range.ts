import { ToldError } from "../aws/index.ts";
import type { RangeEnd, RangePart, SyncEvent } from "../sync/index.ts";
import type { FleetBoard, Served } from "./fleet-board.ts";
import type { FleetRun } from "./fleet-run.ts";
import type { RangeResult } from "./range-result.ts";
import { partOf, type RangeTask } from "./range-task.ts";
import { requireOwnProtocol } from "./require-own-kind.ts";
import { errorToWire, eventToWire, type FleetEnds, type WireEvent } from "./wire-event.ts";

/** A part of a run's sync. */
interface RunPart {
  readonly run: FleetRun;
  readonly range: RangePart;
  /** Deletes no more than that. */
  readonly mostDeletions: number | undefined;
  readonly signal: AbortSignal;
}

/** Does a worker's part of runs, as the ordinary engine does. */
export interface RangeRunner {
  /** Throws `UsageError` where this worker cannot take part in a run, whatever the range. */
  prepare(run: FleetRun): Promise<void>;
  ends(run: FleetRun): FleetEnds;
  start(part: RunPart): AsyncGenerator<SyncEvent, RangeEnd, undefined>;
}

/** What a worker works with. */
export interface RangeWorker {
  readonly board: FleetBoard;
  readonly runner: RangeRunner;
  readonly signal: AbortSignal;
  /** Told when a range has come to its end here. */
  readonly tell: (task: RangeTask, result: RangeResult) => void;
}

/** A range that so many workers have begun, and none has brought to its end, is given up. */
const MOST_TRIES = 5;

/** Works on one range, and reports what became of it; a range that fails is tried again, by whoever is free. */
export async function workOnRange(task: RangeTask, worker: RangeWorker): Promise<Served> {
  const { board, signal, runner } = worker;
  const run = await board.load(task.run);
  // What is left over of a run that has come to its end.
  if (run === undefined) return "over";
  requireOwnProtocol(run);
  await runner.prepare(run);
  const tries = await board.begun(task, 1);
  if (tries > MOST_TRIES) {
    return report(task, givenUp(tries - 1, allLost()), worker);
  }
  try {
    return await report(task, await resultOf(task, run, worker), worker);
  } catch (error) {
    if (signal.aborted) {
      await board.begun(task, -1);
      return "again";
    }
    if (tries < MOST_TRIES) return "again";
    return report(task, givenUp(tries, error), worker);
  }
}

async function report(
  task: RangeTask,
  result: RangeResult,
  { board, tell }: RangeWorker,
): Promise<Served> {
  await board.report(task, result);
  tell(task, result);
  return "over";
}

function allLost(): Error {
  return new ToldError({
    en: "each worker that had it was lost",
    ja: "担当したワーカーがすべて失われました",
  });
}

function givenUp(tries: number, thrown: unknown): RangeResult {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { kind: "failed", tries, error: errorToWire(error) };
}

/** Throws what ended the range before its time. */
async function resultOf(
  task: RangeTask,
  run: FleetRun,
  { runner, signal }: RangeWorker,
): Promise<RangeResult> {
  const { mostDeletions } = task;
  const ends = runner.ends(run);
  const events = runner.start({ run, range: partOf(task), mostDeletions, signal });
  const told: WireEvent[] = [];
  let done: Extract<SyncEvent, { readonly type: "done" }> | undefined;
  for (let next = await events.next(); ; next = await events.next()) {
    if (next.done === true) {
      if (done === undefined) throw new Error("a range ended without a word");
      return { kind: "done", events: told, counts: done.counts, ...next.value };
    }
    const event = next.value;
    if (event.type === "fatal") throw event.error;
    if (event.type === "done") done = event;
    else if (isTold(event)) told.push(eventToWire(event, ends));
    signal.throwIfAborted();
  }
}

/** Whether others are to hear of it: what is said of the whole is not said of each range. */
function isTold({ type }: SyncEvent): boolean {
  return type !== "started" && type !== "progress" && type !== "cancelled";
}
