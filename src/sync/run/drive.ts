import { UsageError } from "../../aws/index.ts";
import type { BatchEngine } from "../batch/batch-engine.ts";
import { batchesOf } from "./batches-of.ts";
import type { Change, Deletion, Skip, Transfer } from "../compare/change.ts";
import { checkSource } from "../deletion/check-source.ts";
import { requireDeletable } from "../deletion/require-deletable.ts";
import { PathClash } from "../sides/destination-root.ts";
import { asError } from "../errno.ts";
import type { SyncExitCode } from "../report/events.ts";
import { exitCodeOf } from "../report/exit-code-of.ts";
import { inParallel } from "./in-parallel.ts";
import { isTaken } from "../transfer/is-taken.ts";
import { cleanUp, endJournal, followRun } from "../journal/follow-run.ts";
import type { Again } from "../journal/open-run.ts";
import { resumedPages, resumedPlan } from "../journal/resumed-pages.ts";
import type { RunJournal } from "../journal/run-journal.ts";
import type { Ledger } from "./ledger.ts";
import type { SyncOptions } from "../options.ts";
import type { Place } from "../sides/place.ts";
import type { RangeWork } from "./range-work.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { savingPlan } from "../plan/plan-file.ts";
import { planPages } from "../plan/plan-pages.ts";
import type { PlanCounter } from "../plan/plan-totals.ts";
import { plannedPages } from "../plan/planned-pages.ts";
import type { Sides } from "../sides/sides.ts";
import type { Spool } from "../plan/spool.ts";
import { verifyRun } from "./verify-run.ts";
import { stopsRun } from "./stops-run.ts";
import { SkippedFile, type WarningCode } from "../report/warning.ts";

/** Changes planned ahead of the requests, so that progress knows its totals early. */
const CHANGES_AHEAD = 1_000;

const NONE_REFUSED: ReadonlyMap<string, unknown> = new Map();

/** All that a run works with. */
export interface Work {
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
  readonly sides: Sides;
  /** Opens both sides anew. */
  readonly reopen: () => Promise<Sides>;
  readonly ledger: Ledger;
  /** Adds up what a dry run plans. */
  readonly counter: PlanCounter;
  readonly signal: AbortSignal;
  readonly deletions: Spool<Deletion>;
  /** Transfers whose name is taken by something that is to be deleted. */
  readonly clashes: Spool<Transfer>;
  /** What a run that is resumed looks at again. */
  readonly again?: Again | undefined;
  readonly journal?: RunJournal | undefined;
  /** What jobs copy, beside what this process does. */
  readonly batch?: BatchEngine | undefined;
  /** Which part of the keys is worked on, where it is not all. */
  readonly range?: RangeWork | undefined;
}

/** Runs a sync to its end, however it ends, and closes the ledger. */
export async function drive(work: Work): Promise<void> {
  const end = await phases(work).catch((error: unknown) => endEarly(work, asError(error)));
  // A temporary file that cannot be removed is no reason to hold back how the run ended.
  const { deletions, clashes, batch } = work;
  await Promise.allSettled([deletions.dispose(), clashes.dispose(), batch?.dispose()]);
  await endJournal(work, end.isOver);
  await work.ledger.done(end.exitCode);
}

interface End {
  readonly exitCode: SyncExitCode;
  /** Whether going on with the run could do nothing more. */
  readonly isOver: boolean;
}

async function phases(work: Work): Promise<End> {
  const { counts } = work.ledger;
  await work.ledger.started();
  await followRun(work);
  await transferAll(work);
  await followJobs(work);
  await deleteAll(work);
  await retryClashes(work);
  work.signal.throwIfAborted();
  const { dryrun, verify } = work.options;
  if (dryrun)
    await work.ledger.events.put({ type: "planned", totals: work.counter.totals(counts) });
  else if (verify) await verifyRun(work);
  const isOver = work.ledger.everythingDone;
  if (isOver) await cleanUp(work);
  return { exitCode: exitCodeOf(counts), isOver };
}

async function endEarly({ signal, ledger, options }: Work, error: Error): Promise<End> {
  if (signal.aborted) {
    await ledger.events.put({ type: "cancelled" });
    return { exitCode: options.awsCompat ? 1 : 130, isOver: false };
  }
  await ledger.events.put({ type: "fatal", error });
  const isOver = error instanceof UsageError;
  return { exitCode: isOver ? 2 : 1, isOver };
}

/** Transfers while the listings go on; deletions wait, because a listing may still fail. */
async function transferAll(work: Work): Promise<void> {
  const width = { workers: work.options.maxConcurrentRequests, lookahead: CHANGES_AHEAD };
  await inParallel(transfersOf(work), width, (transfer) => carryOut(work, transfer));
}

async function* transfersOf(work: Work): AsyncGenerator<Transfer, void, undefined> {
  const { ledger, signal, journal } = work;
  for await (const page of pagesOf(work)) {
    signal.throwIfAborted();
    await ledger.jobsActive(await work.batch?.earlierJobs());
    ledger.examined(page);
    const { sourceEntries, destinationEntries } = ledger.totals;
    if (page.planned.length > 0) await beforeFiles(work);
    for (const change of page.planned) {
      if (change.kind === "skip" || change.kind === "delete") await setAside(work, change);
      else if (work.batch?.takes(change) === true) await handOver(work, work.batch, change);
      else yield handOut(work, change);
    }
    const { through } = page;
    if (through !== undefined) journal?.pageEnded({ through, sourceEntries, destinationEntries });
  }
  ledger.allPlanned();
  await ledger.jobBegun(await work.batch?.close());
}

async function handOver(work: Work, batch: BatchEngine, transfer: Transfer): Promise<void> {
  work.ledger.planned(transfer);
  await work.ledger.jobBegun(await batch.hand(transfer));
}

async function followJobs(work: Work): Promise<void> {
  for await (const news of work.batch?.news() ?? []) {
    if (news.kind === "progress") work.ledger.advanced(news);
    else if (news.error === undefined) await work.ledger.transferred(news.transfer);
    else await notDone(work, news.transfer, news.error);
  }
}

async function setAside(work: Work, change: Skip | Deletion): Promise<void> {
  const { options, ledger, deletions, counter, journal } = work;
  if (change.kind === "skip") return ledger.warned(change.warning, change);
  if (options.dryrun) counter.add(change);
  await deletions.add(change);
  // It waits for the end of the run, and whoever goes on must look at it again.
  journal?.lookAgain([change.key]);
}

async function beforeFiles({ sides, options, journal }: Work): Promise<void> {
  if (sides.direction === "download" && !options.dryrun) await journal?.begin();
}

function handOut({ options, ledger, counter, journal }: Work, transfer: Transfer): Transfer {
  if (options.dryrun) counter.add(transfer);
  ledger.planned(transfer);
  journal?.handed(transfer);
  return transfer;
}

function pagesOf(work: Work): AsyncIterable<PlannedPage> {
  const { sides, options, again, journal, range } = work;
  const { planFile, dryrun } = options;
  if (journal?.resumption !== undefined) {
    const run = { ...work, again };
    return planFile === undefined ? resumedPages(run) : resumedPlan(planFile, run);
  }
  if (planFile !== undefined && !dryrun) return plannedPages(planFile, work);
  const pages = planPages(sides, options);
  if (range !== undefined) return range.upToEnough(pages);
  return planFile === undefined ? pages : savingPlan(pages, planFile, work);
}

async function carryOut(work: Work, transfer: Transfer): Promise<void> {
  const { sides, options, ledger, signal, clashes, journal } = work;
  // What a stopped run does not do, it says nothing of.
  if (transfer.reason === "incomparable" && !signal.aborted) {
    await ledger.warned("not-comparable", { ...transfer, side: "destination" });
  }
  if (options.dryrun) return ledger.transferred(transfer);
  if (signal.aborted) return;
  const reporter = ledger.reporterOf(transfer);
  try {
    await sides.transfer(transfer, reporter);
    reporter.settle();
    await reporter.transferred();
  } catch (error) {
    if (error instanceof PathClash && options.delete) {
      journal?.lookAgain([transfer.key]);
      await clashes.add(transfer);
    } else {
      reporter.settle();
      await notDone(work, transfer, error);
      if (isStopped(work)) return;
    }
  }
  journal?.ended(transfer);
}

/** What a stopped run broke off stays open. */
function isStopped({ signal }: Work): boolean {
  return signal.aborted;
}

/** A run that is stopped says so once, not for every request that it broke off. */
async function notDone(work: Work, change: Change, error: unknown): Promise<void> {
  const { ledger, signal, journal } = work;
  if (signal.aborted) return;
  if (stopsRun(error)) throw error;
  // Tags that were to follow are not for what another has written.
  if (isTaken(error)) journal?.tagged(change.key);
  const warning = isTaken(error) ? "written-meanwhile" : warningOf(error);
  if (warning === undefined) {
    journal?.lookAgain([change.key]);
    return ledger.failed(change, error);
  }
  // What was never looked at may well be there: that is what `--no-overwrite` is given for.
  if (warning === "written-meanwhile" && !work.sides.seesDestination) return;
  const isOfSource = change.kind === "upload" && warning !== "written-meanwhile";
  const side = isOfSource ? "source" : "destination";
  await ledger.warned(warning, { key: change.key, side });
}

function warningOf(error: unknown): WarningCode | undefined {
  return error instanceof SkippedFile ? error.warning : undefined;
}

async function deleteAll(work: Work): Promise<void> {
  const { sides, options, ledger, signal, deletions } = work;
  signal.throwIfAborted();
  if (deletions.length === 0) return;
  const deleting = { ...work, objects: deletions.length, counts: ledger.totals };
  if (work.range?.part.holdsDeletions === true) {
    await checkSource(deleting);
    work.range.hold(deletions.length);
    return;
  }
  const { failed } = ledger.counts;
  if (failed > 0 && !options.awsCompat) {
    await ledger.events.put({ type: "deletionsHeldBack", deletions: deletions.length, failed });
    return;
  }
  await requireDeletable(deleting);
  await work.range?.part.allowDeletions?.(deletions.length);
  const width = { workers: options.maxConcurrentRequests, lookahead: CHANGES_AHEAD };
  await inParallel(batchesOf(deletions.drain(), sides.deletesAtOnce), width, async (batch) => {
    if (signal.aborted) return;
    const refused = options.dryrun ? NONE_REFUSED : await sides.remove(batch);
    for (const deletion of batch) {
      if (refused.has(deletion.key)) await notDone(work, deletion, refused.get(deletion.key));
      else await ledger.deleted(deletion);
    }
  });
}

/** What was in the way may be deleted by now, and its empty directories can go with it. */
async function retryClashes(work: Work): Promise<void> {
  for await (const transfer of work.clashes.drain()) {
    work.signal.throwIfAborted();
    const reporter = work.ledger.reporterOf(transfer);
    try {
      await work.sides.clearTheWay(transfer.key);
      await work.sides.transfer(transfer, reporter);
      await reporter.transferred();
    } catch (error) {
      await notDone(work, transfer, error);
    }
    reporter.settle();
  }
}
