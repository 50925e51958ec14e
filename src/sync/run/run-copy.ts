import type { Backup } from "../sides/backup-sides.ts";
import type { SyncEvent } from "../report/events.ts";
import type { Permission } from "./once-permitted.ts";
import { type CopyEnds, openCopySides } from "../sides/open-copy-sides.ts";
import type { SyncOptions } from "../options.ts";
import { runSides } from "./run-sides.ts";

/** One `cp` or `mv` to run. */
export interface CopyRun extends CopyEnds {
  readonly options: SyncOptions;
  readonly signal?: AbortSignal;
  /** Keeps what is replaced. */
  readonly backup?: Backup;
  /** What every change waits for; listing does not. */
  readonly permitted?: Permission;
}

/**
 * Copies or moves all that is under the source, or the one file or object that it is, whatever the
 * destination has; tells what happens as `runSync` does.
 */
export function runCopy(run: CopyRun): AsyncGenerator<SyncEvent, void, undefined> {
  // A file that a power cut takes back must not be the only copy.
  const options = { ...run.options, delete: false, fsync: run.moves || run.options.fsync };
  return runSides({ ...run, options, open: (bench) => openCopySides(run, bench) });
}
