import { ToldError, UsageError } from "../aws/index.ts";
import {
  asError,
  deletionLimit,
  exitCodeOf,
  requireDeletable,
  type SyncCounts,
  type SyncEvent,
  type SyncExitCode,
} from "../sync/index.ts";
import type { Coordination } from "./coordination.ts";
import { currentRun } from "./current-run.ts";
import type { FleetRun } from "./fleet-run.ts";
import { requireLead } from "./require-lead.ts";
import { letDelete } from "./settle.ts";

/** Goes on to deletions when everything is copied, and ends when nothing is left; answers whether it has ended. */
export async function* deleteOrEnd(
  coordination: Coordination,
  id: string,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, boolean, undefined> {
  const { board, signal } = coordination;
  const run = await currentRun(coordination, id);
  if (run.held > 0) {
    const refusal = run.phase === "copying" ? await whyNotDelete(coordination, run) : undefined;
    if (refusal !== undefined) {
      // What was broken off says nothing of the source.
      if (signal.aborted) return false;
      yield* end(coordination, { run, before, refusal });
      return true;
    }
    const held = await board.heldRanges(id);
    if (held.length > 0) {
      const turn = letDelete(run, held, deletionLimit(coordination.options, run.counts));
      requireLead(await board.turn(turn), id);
      await board.offer(turn.opened);
      return false;
    }
  }
  yield* end(coordination, { run, before });
  return true;
}

type Refusal = Extract<SyncEvent, { readonly type: "fatal" | "deletionsHeldBack" }>;

/** The safeguards of deletions hold for the whole, as they do for a run on one machine. */
async function whyNotDelete(
  { options, ends, isSourceThere, openSource }: Coordination,
  { counts, held, failed: givenUp, onlyFailed }: FleetRun,
): Promise<Refusal | undefined> {
  const { failed } = counts;
  // What of a range nobody could list, nobody knows: `--aws-compat` forgives transfers alone.
  if (givenUp.length > 0 || (failed > 0 && !options.awsCompat)) {
    return { type: "deletionsHeldBack", deletions: held, failed };
  }
  // Some ranges may well be empty: their sum is not the whole.
  const range = onlyFailed ? { range: onlyFailed } : {};
  const source = { sides: { isSourceThere }, reopen: openSource };
  const run = { ...ends, ...source, options, counts, objects: held, ...range };
  try {
    await requireDeletable(run);
    return undefined;
  } catch (error) {
    return { type: "fatal", error: asError(error) };
  }
}

interface Ending {
  readonly run: FleetRun;
  readonly before: SyncCounts | undefined;
  readonly refusal?: Refusal;
}

async function* end(
  coordination: Coordination,
  { run, before, refusal }: Ending,
): AsyncGenerator<SyncEvent, void, undefined> {
  // Any other fault may pass: who goes on looks anew.
  const isOver = refusal?.type !== "fatal" || refusal.error instanceof ToldError;
  if (isOver) requireLead(await coordination.board.end(run), run.id);
  if (refusal !== undefined) yield refusal;
  if (!isOver) yield* leaveRun(coordination, run.id);
  const exitCode = refusal?.type === "fatal" ? exitCodeAfter(refusal) : exitCodeOf(run.counts);
  yield done(run.counts, before, exitCode);
}

function exitCodeAfter({ error }: Extract<Refusal, { readonly type: "fatal" }>): SyncExitCode {
  return error instanceof UsageError ? 2 : 1;
}

/** Leaves a run to whoever goes on with it. */
export async function* leaveRun(
  { board }: Coordination,
  id: string,
): AsyncGenerator<SyncEvent, void, undefined> {
  for await (const tasks of board.openTasks(id)) await board.withdraw(tasks);
  yield { type: "resumable", run: id, uploads: 0 };
}

/** Ends the lead: ranges that workers have begun come to their end, and wait for whoever goes on. */
export async function* stopRun(
  coordination: Coordination,
  id: string,
  before: SyncCounts | undefined,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { counts } = await currentRun(coordination, id);
  yield { type: "cancelled" };
  yield* leaveRun(coordination, id);
  yield doneAfterStop(coordination, counts, before);
}

/** The end of a run that was stopped, with what it had done by then. */
export function doneAfterStop(
  { options }: Pick<Coordination, "options">,
  counts: SyncCounts,
  before: SyncCounts | undefined,
): SyncEvent {
  return done(counts, before, options.awsCompat ? 1 : 130);
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
