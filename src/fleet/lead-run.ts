import type { SyncCounts, SyncEvent } from "../sync/index.ts";
import { Clock } from "./clock.ts";
import type { Coordination } from "./coordination.ts";
import { currentRun } from "./current-run.ts";
import { deleteOrEnd, leaveRun, stopRun } from "./end-run.ts";
import type { FleetRun } from "./fleet-run.ts";
import { rangeFailed } from "./range-failed.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask } from "./range-task.ts";
import { Refusals } from "./refusals.ts";
import { requireLead } from "./require-lead.ts";
import { settle } from "./settle.ts";
import { eventFromWire } from "./wire-event.ts";

/** How often is looked who is alive. */
const LOOK_EVERY_MS = 2_000;
/** What nobody has had for so long is offered once more: a queue may have lost it. */
const OFFER_EVERY_MS = 30_000;

/** Leads a run from wherever it is to its end. */
export async function* leadRun(
  coordination: Coordination,
  { id, job }: FleetRun,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, signal } = coordination;
  const look = new Clock(LOOK_EVERY_MS);
  const offer = new Clock(OFFER_EVERY_MS);
  const refusals = new Refusals(board, id);
  await refusals.forget();
  let workers: number | undefined;
  let open = await board.openCount(id);
  while (!signal.aborted) {
    if (open === 0) {
      const ended = yield* deleteOrEnd(coordination, id, before);
      if (ended) return;
    }
    if (offer.isDue()) await offerAll(coordination, id);
    if (look.isDue()) {
      requireLead(await board.leads(job), id);
      const alive = await board.workers();
      if (alive.length !== workers) yield { type: "fleet", workers: (workers = alive.length) };
      yield* refusals.look(alive);
      if (refusals.end !== undefined) {
        yield* leaveRun(coordination, id);
        throw refusals.end;
      }
      yield* progress(coordination, await currentRun(coordination, id));
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
  requireLead(await board.leads(job), id);
  yield* stopRun(coordination, id, before);
}

/** Of one whose result waits already its worker sees that nobody wants it. */
async function offerAll({ board }: Coordination, run: string): Promise<void> {
  for await (const tasks of board.openTasks(run)) await board.offer(tasks);
}

async function* fold(
  coordination: Coordination,
  task: RangeTask,
  result: RangeResult,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, ends, counted } = coordination;
  if (result.kind === "failed") yield rangeFailed(ends, task, result);
  else for (const wire of result.events) yield eventFromWire(wire, ends);
  const turn = settle(await currentRun(coordination, task.run), task, result);
  requireLead(await board.turn(turn), task.run);
  counted?.(turn.run.counts);
  // Whoever dies before that is followed by one that offers all that is open.
  await board.offer(turn.opened);
  yield* progress(coordination, turn.run);
}

/** What is done, and what workers have done of the ranges that they have in hand. */
async function* progress(
  { board }: Coordination,
  { id, counts: { transferred, transferredBytes } }: FleetRun,
): AsyncGenerator<SyncEvent, void, undefined> {
  const inHand = await board.progressOf(id);
  yield {
    type: "progress",
    objects: transferred + inHand.objects,
    bytes: transferredBytes + inHand.bytes,
    totalObjects: transferred + inHand.totalObjects,
    totalBytes: transferredBytes + inHand.totalBytes,
    totalIsFinal: false,
  };
}
