import type { BegunJob } from "../batch/batch-engine.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import type { Change, Deletion, Direction, Transfer } from "../compare/change.ts";
import { asError } from "../errno.ts";
import type { SyncEvent, SyncExitCode } from "../report/events.ts";
import { type Place, spotAt } from "../sides/place.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { NO_COUNTS, type SyncCounts } from "../report/sync-counts.ts";
import type { WarningCode } from "../report/warning.ts";
import type { Reporter } from "./workbench.ts";

/** Nobody reads faster, and ten thousand small objects would tell twice of each. */
const PROGRESS_EVERY_MS = 50;

/** Events that wait for a reader; when it is slow, the run waits too. */
const EVENTS_AHEAD = 256;

/** What a ledger writes about. */
export interface RunSubject {
  readonly direction: Direction | "delete";
  /** Whether transfers take their source away. */
  readonly moves?: boolean;
  readonly source: Place;
  readonly destination: Place;
  readonly dryrun: boolean;
  /** The run's id, where it keeps a journal. */
  readonly id?: string | undefined;
  /** What processes before this one did of the run. */
  readonly before?: SyncCounts | undefined;
}

/** The wait for a slow reader; undefined where there is none. */
type Told = Promise<void> | undefined;

/** What one transfer reports, and how it ended. */
interface TransferReporter extends Reporter {
  /** Counts what it did not move, so that totals are reached. */
  readonly settle: () => void;
  readonly transferred: () => Told;
}

/** What a warning is about. */
interface Warned {
  readonly key: string;
  readonly side: "source" | "destination";
  readonly error?: Error | undefined;
}

/** Counts what happens in a run and tells it as events. */
export class Ledger {
  readonly events: BoundedQueue<SyncEvent> = new BoundedQueue(EVENTS_AHEAD);
  readonly #run: RunSubject;
  readonly #counts = { ...NO_COUNTS };
  readonly #progress = {
    bytes: 0,
    totalBytes: 0,
    objects: 0,
    totalObjects: 0,
    totalIsFinal: false,
  };
  #toldMs = Number.NEGATIVE_INFINITY;
  #mismatches = 0;

  constructor(run: RunSubject) {
    this.#run = run;
  }

  /** Of this process. */
  get counts(): SyncCounts {
    return this.#counts;
  }

  /** Whether nothing failed that another run of the same kind would try again: what was done and is not so counts apart. */
  get everythingDone(): boolean {
    return this.#counts.failed === this.#mismatches;
  }

  /** Of the processes before this one. */
  get before(): SyncCounts {
    return this.#run.before ?? NO_COUNTS;
  }

  /** Of the whole run; what failed before is tried again, and so does not count. */
  get totals(): SyncCounts {
    const { before } = this;
    const { transferred, transferredBytes, deleted, failed, warnings } = this.#counts;
    return {
      transferred: before.transferred + transferred,
      transferredBytes: before.transferredBytes + transferredBytes,
      deleted: before.deleted + deleted,
      failed,
      warnings: before.warnings + warnings,
      sourceEntries: before.sourceEntries + this.#counts.sourceEntries,
      destinationEntries: before.destinationEntries + this.#counts.destinationEntries,
    };
  }

  started(): Told {
    const { direction, source, destination, dryrun, id } = this.#run;
    const run = id === undefined ? {} : { run: id };
    return this.events.put({ type: "started", ...run, direction, source, destination, dryrun });
  }

  examined(page: PlannedPage): void {
    this.#counts.sourceEntries += page.sourceEntries;
    this.#counts.destinationEntries += page.destinationEntries;
  }

  planned(transfer: Transfer): void {
    this.#progress.totalBytes += transfer.source.size;
    this.#progress.totalObjects++;
  }

  /** Says that a job has begun, if one has. */
  async jobBegun(job: BegunJob | undefined): Promise<void> {
    if (job !== undefined) await this.events.put({ type: "jobBegun", ...job });
  }

  /** Says that jobs of earlier runs are still at work, if any are. */
  async jobsActive(ids: readonly string[] = []): Promise<void> {
    if (ids.length > 0) await this.events.put({ type: "jobsActive", ids });
  }

  /** Counts what somebody else has moved. */
  advanced({ objects, bytes }: { readonly objects: number; readonly bytes: number }): void {
    this.#progress.objects += objects;
    this.#advance(bytes);
  }

  allPlanned(): void {
    this.#progress.totalIsFinal = true;
    // What goes slowly is told of before any of it has arrived.
    if (this.#progress.objects < this.#progress.totalObjects) this.#advance(0);
  }

  /** Reports on one transfer. */
  reporterOf(transfer: Transfer): TransferReporter {
    let { size } = transfer.source;
    let left = size;
    return {
      sized: (bytes) => {
        this.#progress.totalBytes += bytes - size;
        left += bytes - size;
        size = bytes;
      },
      moved: (bytes) => {
        left -= bytes;
        this.#advance(bytes);
      },
      warn: (code, error) => this.warned(code, { key: transfer.key, side: "destination", error }),
      settle: () => {
        this.#progress.objects++;
        this.#advance(left);
      },
      transferred: () => this.transferred(transfer, size),
    };
  }

  transferred(
    { kind: direction, reason, key, source }: Transfer,
    bytes: number = source.size,
  ): Told {
    const kind = this.#run.moves === true ? "move" : direction;
    const { dryrun } = this.#run;
    this.#counts.transferred++;
    this.#counts.transferredBytes += bytes;
    const [from, to] = [spotAt(this.#run.source, key), spotAt(this.#run.destination, key)];
    return this.events.put({ type: "transferred", kind, reason, from, to, bytes, dryrun });
  }

  deleted({ key }: Deletion): Told {
    const { dryrun, destination } = this.#run;
    this.#counts.deleted++;
    return this.events.put({ type: "deleted", at: spotAt(destination, key), dryrun });
  }

  failed({ kind: done, key }: Change, thrown: unknown): Told {
    this.#counts.failed++;
    const kind = this.#run.moves === true ? "move" : done;
    const from = kind === "delete" ? {} : { from: spotAt(this.#run.source, key) };
    const to = spotAt(this.#run.destination, key);
    return this.events.put({ type: "failed", kind, ...from, to, error: asError(thrown) });
  }

  mismatched(change: Change): Told {
    this.#counts.failed++;
    this.#mismatches++;
    const to = spotAt(this.#run.destination, change.key);
    if (change.kind === "delete") return this.events.put({ type: "mismatch", reason: "extra", to });
    const from = spotAt(this.#run.source, change.key);
    return this.events.put({ type: "mismatch", reason: change.reason, from, to });
  }

  warned(code: WarningCode, { key, side, error }: Warned): Told {
    if (!isAskedFor(code)) this.#counts.warnings++;
    const kind = this.#run.direction;
    const at = spotAt(this.#run[side], key);
    const cause = error === undefined ? {} : { error };
    return this.events.put({ type: "warning", code, kind, at, key, ...cause });
  }

  /** Says how the run ended, and closes the book. */
  async done(exitCode: SyncExitCode): Promise<void> {
    const { before } = this.#run;
    const counts = { ...this.#counts };
    await this.events.put({ type: "done", counts, ...(before && { before }), exitCode });
    this.events.close();
  }

  #advance(bytes: number): void {
    this.#progress.bytes += bytes;
    const { objects, totalObjects } = this.#progress;
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < PROGRESS_EVERY_MS && objects < totalObjects) return;
    this.#toldMs = nowMs;
    this.events.offer({ type: "progress", ...this.#progress });
  }
}

/** What `--case-conflict` asks to be told, or to be left out, is no reason to exit otherwise; so does the AWS CLI. */
function isAskedFor(code: WarningCode): boolean {
  return code === "case-conflict" || code === "case-conflict-written";
}
