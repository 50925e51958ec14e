import { setMaxListeners } from "node:events";
import type { Deletion, Transfer } from "./change.ts";
import { drive } from "./drive.ts";
import type { SyncEvent } from "./events.ts";
import { Ledger } from "./ledger.ts";
import { type Ends, openSides } from "./open-sides.ts";
import type { SyncOptions } from "./options.ts";
import type { Sides } from "./sides.ts";
import { PlanCounter } from "./plan-totals.ts";
import { Spool } from "./spool.ts";
import { verificationOf } from "./verify-run.ts";
import { createWorkbench } from "./workbench.ts";

/** One sync to run: its two ends with their stores, and how. */
export interface SyncJob extends Ends {
  readonly options: SyncOptions;
  readonly signal?: AbortSignal;
}

/**
 * Brings the destination to the source's state and tells what happens; the last event is `done`.
 * Throws `UsageError`, before the first event, for a job that cannot be. To stop reading is to stop
 * the run.
 */
export async function* runSync(job: SyncJob): AsyncGenerator<SyncEvent, void, undefined> {
  const stop = new AbortController();
  // Every request in flight listens to this signal.
  setMaxListeners(0, stop.signal);
  const stopToo = (): void => {
    stop.abort(job.signal?.reason);
  };
  job.signal?.addEventListener("abort", stopToo);
  if (job.signal?.aborted === true) stopToo();
  try {
    yield* eventsOf(job, stop);
  } finally {
    job.signal?.removeEventListener("abort", stopToo);
  }
}

async function* eventsOf(
  job: SyncJob,
  stop: AbortController,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { source, destination, options } = job;
  const { signal } = stop;
  const sides = await openSides(job, createWorkbench(options, signal));
  const { direction } = sides;
  const ledger = new Ledger({ direction, source, destination, dryrun: options.dryrun });
  const spools = { deletions: new Spool<Deletion>(), clashes: new Spool<Transfer>() };
  const reopen = (): Promise<Sides> =>
    openSides(job, createWorkbench(verificationOf(options), signal));
  const counter = new PlanCounter(job, options);
  const ends = { source, destination, sides, reopen };
  const work = drive({ ...ends, options, ledger, counter, signal, ...spools });
  try {
    for (let next = await ledger.events.take(); next; next = await ledger.events.take()) {
      yield next;
    }
  } finally {
    stop.abort();
    ledger.events.close({ discard: true });
    await work;
  }
}
