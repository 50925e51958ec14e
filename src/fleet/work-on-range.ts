import { ToldError, UsageError } from "../aws/index.ts";
import { asError, type RangeEnd, RangeWork, stopsRun, type SyncEvent } from "../sync/index.ts";
import { accompanyRange } from "./accompany-range.ts";
import type { FleetBoard, FleetWorker, Served, Tries } from "./fleet-board.ts";
import type { FleetRun } from "./fleet-run.ts";
import type { RangeResult } from "./range-result.ts";
import { partOf, type RangeTask } from "./range-task.ts";
import { Told } from "./told.ts";
import { TooManyDeletions } from "./too-many-deletions.ts";
import { errorToWire, type FleetEnds } from "./wire-event.ts";

/** A part of a run's sync. */
interface RunPart {
  readonly run: FleetRun;
  readonly range: RangeWork;
  /** Asked before each batch of deletions, by how many they are; throws where nobody waits for them any more. */
  readonly mayDelete: (deletions: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Does a worker's part of runs, as the ordinary engine does. */
export interface RangeRunner {
  /** Why this worker cannot take part in a run, whatever the range. */
  prepare(run: FleetRun): Promise<UsageError | undefined>;
  ends(run: FleetRun): FleetEnds;
  start(part: RunPart): AsyncGenerator<SyncEvent, RangeEnd, undefined>;
}

/** What a worker works with. */
export interface RangeWorker {
  readonly self: FleetWorker;
  readonly board: FleetBoard;
  readonly runner: RangeRunner;
  /** Aborted when the worker is to stop. */
  readonly signal: AbortSignal;
  /** Told when a range has come to its end here. */
  readonly tell: (task: RangeTask, result: RangeResult) => void;
}

/** A range that has been begun so often, and never brought to its end, is given up. */
const MOST_TRIES = 5;
const AGAIN_MS = 1_000;
const MOST_WAIT_MS = 30_000;

const OVER: Served = { kind: "over" };
/** Of a generator that is told to end. */
const NOTHING: RangeEnd = { left: [], held: 0 };

/** Works on one range, and reports what became of it; a range that fails is tried again, by another worker where there is one. */
export async function workOnRange(
  task: RangeTask,
  worker: RangeWorker,
  signal: AbortSignal,
): Promise<Served> {
  const { board, self, runner } = worker;
  const run = await board.load(task.run);
  // What is left over of a run that has come to its end, or was done by a worker that was thought dead.
  if (run === undefined || !(await board.isWanted(task))) return OVER;
  const tries = await board.triesOf(task);
  const begun = sumOf(tries);
  if (begun >= MOST_TRIES) return report({ task, tries }, givenUp(begun, allLost()), worker);
  if (tries[self.id] !== undefined && (await isNewToOthers(tries, board))) return again(0);
  const mine = { ...tries, [self.id]: (tries[self.id] ?? 0) + 1 };
  await board.keepTries(task, mine);
  // Only now: whoever had it before cuts nothing off any more.
  const current = await board.openTask(task.run, task.id);
  if (current === undefined) return OVER;
  try {
    const refusal = await runner.prepare(run);
    if (refusal !== undefined) throw refusal;
    const result = await resultOf({ task: current, run, tries: mine }, { ...worker, signal });
    return await report({ task, tries: mine }, result, worker);
  } catch (error) {
    if (worker.signal.aborted) await board.keepTries(task, tries);
    if (signal.aborted) return again(0);
    return afterFault({ task, tries: mine }, worker, { error, tries });
  }
}

async function afterFault(
  had: Had,
  worker: RangeWorker,
  { error, tries }: { readonly error: unknown; readonly tries: Tries },
): Promise<Served> {
  const { task } = had;
  const begun = sumOf(tries);
  if (error instanceof TooManyDeletions) return report(had, givenUp(begun + 1, error), worker);
  if (isOwn(error)) {
    const { board, self } = worker;
    await board.refuse(task.run, self.id, errorToWire(asError(error)));
    // It has looked at it: whoever fails need not wait for it.
    await board.keepTries(task, { ...tries, [self.id]: 0 });
    return again(begun);
  }
  if (begun + 1 < MOST_TRIES) return again(begun);
  return report(had, givenUp(begun + 1, error), worker);
}

/** Whether a fault is the worker's, whatever the range: no profile, no credentials any more, no files. */
function isOwn(error: unknown): boolean {
  return error instanceof UsageError || stopsRun(error);
}

function sumOf(tries: Tries): number {
  return Object.values(tries).reduce((sum, each) => sum + each, 0);
}

/** Whether a worker is there that has not looked at the task. */
async function isNewToOthers(tries: Tries, board: FleetBoard): Promise<boolean> {
  return (await board.workers()).some(({ id }) => tries[id] === undefined);
}

/** What fails time and again is tried again later and later. */
function again(begun: number): Served {
  return { kind: "again", afterMs: Math.min(AGAIN_MS * 2 ** begun, MOST_WAIT_MS) };
}

/** A range, and how often it has been begun as far as this worker knows. */
interface Had {
  readonly task: RangeTask;
  readonly tries: Tries;
}

async function report(
  { task, tries }: Had,
  result: RangeResult,
  { board, tell }: RangeWorker,
): Promise<Served> {
  await board.report(task, result, tries);
  tell(task, result);
  return OVER;
}

function allLost(): Error {
  return new ToldError({
    en: "each worker that had it was lost",
    ja: "担当したワーカーがすべて失われました",
  });
}

function anotherHasIt(): Error {
  return new ToldError({
    en: "another worker has begun this range",
    ja: "別のワーカーがこの範囲を始めています",
  });
}

function nobodyWaits(): Error {
  return new ToldError({
    en: "nobody waits for these deletions any more",
    ja: "この削除を待っている実行はもうありません",
  });
}

function givenUp(tries: number, thrown: unknown): RangeResult {
  return { kind: "failed", tries, error: errorToWire(asError(thrown)) };
}

/** A range as this worker has it. */
interface Begun extends Had {
  readonly run: FleetRun;
}

/** Throws what ended the range before its time. */
async function resultOf(
  { task, run, tries }: Begun,
  worker: Pick<RangeWorker, "self" | "board" | "runner" | "signal">,
): Promise<RangeResult> {
  const { self, board, runner } = worker;
  const [over, lost] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([worker.signal, lost.signal]);
  const mayDelete = async (deletions: number): Promise<void> => {
    signal.throwIfAborted();
    if (!(await board.isWanted(task))) throw nobodyWaits();
    await board.countDeletions(task, deletions);
  };
  const allowDeletions = async (deletions: number): Promise<void> => {
    if (await board.allowDeletions(task, deletions)) return;
    throw new TooManyDeletions(deletions, task.mostDeletions ?? 0);
  };
  const work = new RangeWork({ ...partOf(task), allowDeletions });
  const events = runner.start({ run, range: work, mayDelete, signal });
  const told = new Told(runner.ends(run));
  const works = takingBack(() => board.refuse(run.id, self.id, undefined));
  const accompanied = accompanyRange({
    ...{ task, tries, work, board, over: over.signal },
    progress: () => told.progress,
    works,
    abandon: () => {
      lost.abort(anotherHasIt());
    },
  });
  // Awaited at the end, also where the range fails before.
  accompanied.catch(() => undefined);
  try {
    for (let next = await events.next(); ; next = await events.next()) {
      if (next.done === true) {
        over.abort();
        // What it has cut off must be in the book before what it did.
        await accompanied;
        signal.throwIfAborted();
        return told.result(next.value);
      }
      told.add(next.value);
      signal.throwIfAborted();
      if (next.value.type !== "started") await works();
    }
  } finally {
    over.abort();
    await events.return(NOTHING);
  }
}

/** Takes back, once, what a worker has said against a run: whoever leads is not to wait for the end of a range to hear of it. */
function takingBack(takeBack: () => Promise<void>): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    isDone = true;
    // What Redis refuses is tried again with the next that is told.
    await takeBack().catch(() => {
      isDone = false;
    });
  };
}
