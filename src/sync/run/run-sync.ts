import type { BatchMeans } from "../batch/batch-engine.ts";
import { type Backup, backupSides } from "../sides/backup-sides.ts";
import type { SyncEvent } from "../report/events.ts";
import { guardCase } from "../compare/guard-case.ts";
import type { RunJournal } from "../journal/run-journal.ts";
import type { Permission } from "./once-permitted.ts";
import { type Ends, openSides } from "../sides/open-sides.ts";
import type { SyncOptions } from "../options.ts";
import { runSides } from "./run-sides.ts";
import type { Sides } from "../sides/sides.ts";
import type { Workbench } from "./workbench.ts";

/** One sync to run: its two ends with their stores, and how. */
export interface SyncJob extends Ends {
  readonly options: SyncOptions;
  readonly signal?: AbortSignal;
  /** What every change waits for; listing does not. */
  readonly permitted?: Permission;
  /** Keeps what another process needs to go on, and says where to go on. */
  readonly journal?: RunJournal;
  /** Keeps what is replaced or deleted. */
  readonly backup?: Backup;
  /** Has jobs of S3 Batch Operations make the copies that they can. */
  readonly batch?: BatchMeans;
}

/**
 * Brings the destination to the source's state and tells what happens; the last event is `done`.
 * Throws `UsageError`, before the first event, for a job that cannot be. To stop reading is to stop
 * the run.
 */
export function runSync(job: SyncJob): AsyncGenerator<SyncEvent, void, undefined> {
  const { source, destination, stores } = job;
  return runSides({
    ...job,
    open: (bench) => openGuarded(job, job, bench),
    // An inventory is older than the run: what is there now, the bucket alone tells.
    reopen: (bench) => openGuarded(job, { source, destination, stores }, bench),
  });
}

async function openGuarded(job: SyncJob, ends: Ends, bench: Workbench): Promise<Sides> {
  const { backup, destination } = job;
  const sides = guardCase(await openSides(ends, bench), destination, bench);
  return backup === undefined ? sides : backupSides(sides, { ...job, backup }, bench);
}
