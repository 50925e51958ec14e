import { performance } from "node:perf_hooks";
import { ToldError, UsageError } from "../aws/index.ts";
import {
  asError,
  requireDeletable,
  spotAt,
  type SyncCounts,
  type SyncEvent,
  type SyncExitCode,
} from "../sync/index.ts";
import type { Coordination } from "./coordination.ts";
import type { FleetRun } from "./fleet-run.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask } from "./range-task.ts";
import { letDelete, settle } from "./settle.ts";
import { errorFromWire, eventFromWire } from "./wire-event.ts";

/** How often is looked who is alive. */
const LOOK_EVERY_MS = 2_000;
/** What nobody has had for so long is offered once more: a queue may have lost it. */
const OFFER_EVERY_MS = 30_000;

/** Leads a run from wherever it is to its end. */
export async function* leadRun(
  coordination: Coordination,
  { id }: FleetRun,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, signal } = coordination;
  const look = new Clock(LOOK_EVERY_MS);
  const offer = new Clock(OFFER_EVERY_MS);
  let workers: number | undefined;
  let open = await board.openCount(id);
  while (!signal.aborted) {
    if (open === 0) {
      const ended = yield* deleteOrEnd(coordination, id, before);
      if (ended) return;
    }
    if (offer.isDue()) await offerAll(coordination, id);
    if (look.isDue()) {
      const alive = (await board.workers()).length;
      if (alive !== workers) yield { type: "fleet", workers: (workers = alive) };
    }
    const next = await board.nextResult(id);
    if (next !== undefined) {
      const task = await board.openTask(id, next.id);
      if (task !== undefined) yield* fold(coordination, task, next.result);
      await board.settled(id, next.id);
      offer.reset();
    }
    open = await board.openCount(id);
  }
  yield* stop(coordination, id, before);
}

class Clock {
  readonly #everyMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  isDue(): boolean {
    if (performance.now() - this.#lastMs < this.#everyMs) return false;
    this.reset();
    return true;
  }

  reset(): void {
    this.#lastMs = performance.now();
  }
}

async function offerAll({ board }: Coordination, run: string): Promise<void> {
  for await (const tasks of board.openTasks(run)) await board.offer(tasks);
}

/** Redis alone knows how far a run is: it may have been started anew with less than it had said. */
async function current({ board }: Coordination, id: string): Promise<FleetRun> {
  const run = await board.load(id);
  if (run !== undefined) return run;
  throw new ToldError({
    en: `cannot go on with run \`${id}\`: Redis has lost it; start the command again`,
    ja: `実行 \`${id}\` を続けられません。Redis から失われました。コマンドをもう一度実行してください`,
  });
}

async function* fold(
  coordination: Coordination,
  task: RangeTask,
  result: RangeResult,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, ends } = coordination;
  if (result.kind === "failed") yield rangeFailed(coordination, task, result);
  else for (const wire of result.events) yield eventFromWire(wire, ends);
  const turn = settle(await current(coordination, task.run), task, result);
  // First: what is open has then always been offered.
  await board.offer(turn.opened);
  await board.turn(turn);
  const { transferred: objects, transferredBytes: bytes } = turn.run.counts;
  const soFar = { bytes, totalBytes: bytes, objects, totalObjects: objects };
  yield { type: "progress", ...soFar, totalIsFinal: false };
}

function rangeFailed(
  { ends: { destination, source } }: Coordination,
  { span, mostDeletions }: RangeTask,
  { tries, error: wire }: Extract<RangeResult, { readonly kind: "failed" }>,
): SyncEvent {
  const cause = errorFromWire(wire);
  const [after, through] = [span.after ?? "", span.through];
  const told = cause instanceof ToldError ? cause.sentence : { en: wire.message, ja: wire.message };
  const error = new ToldError(
    {
      en: `keys after \`${after}\`${through === undefined ? "" : ` up to \`${through}\``} were given up after ${tries} tries: ${told.en}`,
      ja: `\`${after}\` より後${through === undefined ? "" : `、\`${through}\` まで`}のキーは ${tries} 回試して諦めました: ${told.ja}`,
    },
    { cause },
  );
  const copying = source.kind === "local" ? "upload" : "copy";
  const kind = mostDeletions === undefined ? copying : "delete";
  return { type: "failed", kind, to: spotAt(destination, after), error };
}

/** Goes on to deletions when everything is copied, and ends when nothing is left. */
async function* deleteOrEnd(
  coordination: Coordination,
  id: string,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, boolean, undefined> {
  const { board } = coordination;
  const run = await current(coordination, id);
  if (run.held > 0) {
    const refusal = run.phase === "copying" ? await whyNotDelete(coordination, run) : undefined;
    if (refusal !== undefined) {
      yield refusal;
      yield* end(coordination, { run, before, ...(refusal.type === "fatal" && { refusal }) });
      return true;
    }
    const held = await board.heldRanges(id);
    if (held.length > 0) {
      const turn = letDelete(run, held);
      await board.offer(turn.opened);
      await board.turn(turn);
      return false;
    }
  }
  yield* end(coordination, { run, before });
  return true;
}

type Refusal = Extract<SyncEvent, { readonly type: "fatal" | "deletionsHeldBack" }>;

/** The safeguards of deletions hold for the whole, as they do for a run on one machine. */
async function whyNotDelete(
  { options, ends, isSourceThere }: Coordination,
  { counts, held }: FleetRun,
): Promise<Refusal | undefined> {
  const { failed } = counts;
  if (failed > 0 && !options.awsCompat) {
    return { type: "deletionsHeldBack", deletions: held, failed };
  }
  try {
    await requireDeletable({ ...ends, options, counts, objects: held, sides: { isSourceThere } });
    return undefined;
  } catch (error) {
    return { type: "fatal", error: asError(error) };
  }
}

interface Ending {
  readonly run: FleetRun;
  readonly before: SyncCounts | undefined;
  readonly refusal?: Extract<Refusal, { readonly type: "fatal" }>;
}

async function* end(
  { board }: Coordination,
  { run, before, refusal }: Ending,
): AsyncGenerator<SyncEvent, void, undefined> {
  await board.end(run);
  const ofRefusal = refusal?.error instanceof UsageError ? 2 : 1;
  yield done(run.counts, before, refusal === undefined ? exitCodeOf(run.counts) : ofRefusal);
}

function exitCodeOf({ failed, warnings }: SyncCounts): SyncExitCode {
  if (failed > 0) return 1;
  return warnings > 0 ? 2 : 0;
}

/** Ranges that workers have begun come to their end, and wait for whoever goes on. */
async function* stop(
  coordination: Coordination,
  id: string,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, options } = coordination;
  for await (const tasks of board.openTasks(id)) await board.withdraw(tasks);
  const { counts } = await current(coordination, id);
  yield { type: "cancelled" };
  yield { type: "resumable", run: id, uploads: 0 };
  yield done(counts, before, options.awsCompat ? 1 : 130);
}

function done(all: SyncCounts, before: SyncCounts | undefined, exitCode: SyncExitCode): SyncEvent {
  if (before === undefined) return { type: "done", counts: all, exitCode };
  const counts: SyncCounts = {
    transferred: all.transferred - before.transferred,
    transferredBytes: all.transferredBytes - before.transferredBytes,
    deleted: all.deleted - before.deleted,
    failed: all.failed,
    warnings: all.warnings - before.warnings,
    sourceEntries: all.sourceEntries - before.sourceEntries,
    destinationEntries: all.destinationEntries - before.destinationEntries,
  };
  return { type: "done", counts, before, exitCode };
}
