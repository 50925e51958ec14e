import { setMaxListeners } from "node:events";
import type { BatchEngine, BatchMeans } from "../batch/batch-engine.ts";
import { batchWay } from "../batch/batch-way.ts";
import type { Deletion, Transfer } from "../compare/change.ts";
import { drive } from "./drive.ts";
import type { SyncEvent } from "../report/events.ts";
import { openRun } from "../journal/open-run.ts";
import type { RunJournal } from "../journal/run-journal.ts";
import { rootedFilters } from "../listing/filter.ts";
import { Ledger } from "./ledger.ts";
import { oncePermitted, type Permission } from "./once-permitted.ts";
import type { RangeWork } from "./range-work.ts";
import type { SyncOptions } from "../options.ts";
import type { Place } from "../sides/place.ts";
import { PlanCounter } from "../plan/plan-totals.ts";
import type { Sides } from "../sides/sides.ts";
import { Spool } from "../plan/spool.ts";
import { verificationOf } from "./verify-run.ts";
import { createWorkbench, type Workbench } from "./workbench.ts";

/** What is run: two ends, how, and how they are opened. */
export interface SidesRun {
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
  readonly signal?: AbortSignal | undefined;
  /** Whether transfers take their source away. */
  readonly moves?: boolean;
  /** What every change waits for; listing does not. */
  readonly permitted?: Permission;
  /** Keeps what another process needs to go on, and says where to go on. */
  readonly journal?: RunJournal;
  /** Has jobs of S3 Batch Operations make the copies that they can. */
  readonly batch?: BatchMeans;
  /** The part of the keys that is worked on, where it is not all. */
  readonly range?: RangeWork;
  /** Where what is replaced or deleted is kept, if anywhere. */
  readonly backup?: { readonly place: Place };
  readonly open: (bench: Workbench) => Promise<Sides>;
  /** Opens them to be looked at afterwards, where that is otherwise. */
  readonly reopen?: (bench: Workbench) => Promise<Sides>;
}

/** Runs between two ends and tells what happens. To stop reading is to stop the run. */
export async function* runSides(run: SidesRun): AsyncGenerator<SyncEvent, void, undefined> {
  const stop = new AbortController();
  // Every request in flight listens to this signal.
  setMaxListeners(0, stop.signal);
  const stopToo = (): void => {
    stop.abort(run.signal?.reason);
  };
  run.signal?.addEventListener("abort", stopToo);
  if (run.signal?.aborted === true) stopToo();
  try {
    const { events, ended } = await begin(run, stop.signal);
    try {
      for (let next = await events.take(); next; next = events.takeNow() ?? (await events.take())) {
        yield next;
      }
    } finally {
      stop.abort();
      events.close({ discard: true });
      await ended;
    }
  } finally {
    run.signal?.removeEventListener("abort", stopToo);
  }
}

/** A run that has begun. */
interface Begun {
  readonly events: Ledger["events"];
  readonly ended: Promise<void>;
}

async function begin(run: SidesRun, signal: AbortSignal): Promise<Begun> {
  const { source, destination, moves = false, journal } = run;
  const options = {
    ...run.options,
    filters: rootedFilters(run.options.filters, [source, destination]),
  };
  const open = (rest: Pick<Workbench, "journal" | "scope">): Promise<Sides> =>
    run.open(createWorkbench(options, signal, { ...scopeOf(run), ...rest }));
  const { opened, again, before } = await openRun({ destination, journal, open });
  const sides = run.permitted === undefined ? opened : oncePermitted(opened, run.permitted, signal);
  const { direction } = sides;
  const { dryrun } = options;
  const id = journal?.id;
  const ledger = new Ledger({ direction, moves, source, destination, dryrun, id, before });
  const spools = { deletions: new Spool<Deletion>(), clashes: new Spool<Transfer>() };
  const reopen = (): Promise<Sides> =>
    (run.reopen ?? run.open)(createWorkbench(verificationOf(options), signal));
  const counter = new PlanCounter({ ...run, sides }, options);
  const batch = await engineOf(run, signal);
  const ends = { source, destination, sides, reopen, again, journal, batch, range: run.range };
  const ended = drive({ ...ends, options, ledger, counter, signal, ...spools });
  return { events: ledger.events, ended };
}

function scopeOf({ range }: SidesRun): Pick<Workbench, "scope"> {
  return range === undefined ? {} : { scope: range.scope };
}

async function engineOf(
  { batch, permitted, options, ...ends }: SidesRun,
  signal: AbortSignal,
): Promise<BatchEngine | undefined> {
  if (batch === undefined || options.dryrun) return undefined;
  // Loaded only now: few runs leave their copies to jobs.
  const { BatchEngine } = await import("../batch/batch-engine.ts");
  return new BatchEngine(batch, { way: batchWay(ends, options), signal, permitted });
}
