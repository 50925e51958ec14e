import type { FleetRun } from "./fleet-run.ts";
import type { RangeProgress } from "./range-progress.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask, Span } from "./range-task.ts";
import type { WireError } from "./wire-event.ts";

/** A worker that is alive. */
export interface FleetWorker {
  readonly id: string;
  readonly version: string;
}

/** What changes with a range that has come to its end: all of it, or nothing. */
export interface Turn {
  readonly run: FleetRun;
  /** The range that is over. */
  readonly over?: string;
  /** What is to be worked on now. */
  readonly opened: readonly RangeTask[];
  /** A range of which something is to be deleted once everything is copied. */
  readonly held?: RangeTask;
  /** Held ranges that are held no more. */
  readonly released?: readonly string[];
}

/** A range of which its worker leaves a part to others. */
export interface Sharing {
  readonly kept: RangeTask;
  readonly given: RangeTask;
  /** As the worker wrote them when it began. */
  readonly tries: Tries;
}

/** How often each worker has begun a task, by their ids. */
export type Tries = Readonly<Record<string, number>>;

/** What became of a task; one that is not over is for whoever is free after so long. */
export type Served =
  { readonly kind: "over" } | { readonly kind: "again"; readonly afterMs: number };

/** Hands tasks to a worker. */
export interface Serving {
  readonly worker: FleetWorker;
  /** Its signal is aborted with the worker's, and when the task may have gone to another. */
  readonly handle: (task: RangeTask, signal: AbortSignal) => Promise<Served>;
  readonly signal: AbortSignal;
  /** Told what is wrong with the board, beside that it cannot be reached for a while. */
  readonly tellFault: (error: Error) => void;
}

/** Where coordinators and workers meet. Whatever is written there outlives each of them. */
export interface FleetBoard {
  /** Takes the lead of a job for this process alone, and keeps it until `release`; false while another has it. */
  claim(job: string): Promise<boolean>;
  /** Whether this process has the lead: after a long silence another may have taken it. */
  leads(job: string): Promise<boolean>;
  release(job: string): Promise<void>;
  /** Runs that have not come to their end. */
  runs(): Promise<readonly FleetRun[]>;
  load(run: string): Promise<FleetRun | undefined>;
  /** False, and nothing is changed, where this process does not have the lead. */
  turn(turn: Turn): Promise<boolean>;
  /**
   * Forgets a run, but for the ranges that failed, or, where that is said, for those that failed in the run before
   * it; false, and nothing is changed, without the lead.
   */
  end(run: FleetRun, how?: { readonly keepsFailed: boolean }): Promise<boolean>;
  /** The ranges that failed in the last run of a job. */
  failedOf(job: string): Promise<readonly Span[]>;
  openTask(run: string, task: string): Promise<RangeTask | undefined>;
  /** How many ranges are not over. */
  openCount(run: string): Promise<number>;
  openTasks(run: string): AsyncIterable<readonly RangeTask[]>;
  /** Some of the ranges whose deletions wait. */
  heldRanges(run: string): Promise<readonly RangeTask[]>;
  /** Has tasks worked on; one that waits already does not wait twice. */
  offer(tasks: readonly RangeTask[]): Promise<void>;
  /** Takes tasks back that nobody has begun. */
  withdraw(tasks: readonly RangeTask[]): Promise<void>;
  /** A result that is not settled yet, after a short wait for one; the id is its task's. */
  nextResult(
    run: string,
  ): Promise<{ readonly id: string; readonly result: RangeResult } | undefined>;
  /** Drops a result that is settled. */
  settled(run: string, task: string): Promise<void>;
  /** Whether nobody has reported what became of a task. */
  isWanted(task: RangeTask): Promise<boolean>;
  /** Reports a result, with the tries as its worker knows them; the first one of a task holds, of whoever began it last. */
  report(task: RangeTask, result: RangeResult, tries: Tries): Promise<void>;
  triesOf(task: RangeTask): Promise<Tries>;
  keepTries(task: RangeTask, tries: Tries): Promise<void>;
  /** Writes both parts, or nothing, and false, where the range is over or another worker has begun it since. */
  share(sharing: Sharing): Promise<boolean>;
  /**
   * Sets so many deletions aside for a range, once it knows how many it is to make; false, and nothing is changed,
   * where all ranges together would make more than its task allows. What was made of it before counts too.
   */
  allowDeletions(task: RangeTask, deletions: number): Promise<boolean>;
  /** Says that so many deletions are being made now. */
  countDeletions(task: RangeTask, deletions: number): Promise<void>;
  /** Says why a worker does nothing for a run, or that it does again. */
  refuse(run: string, worker: string, reason: WireError | undefined): Promise<void>;
  /** Why workers do nothing for a run, by their ids. */
  refusals(run: string): Promise<ReadonlyMap<string, WireError>>;
  /** Says how far a range is; forgotten when it is over. */
  tellProgress(task: RangeTask, progress: RangeProgress): Promise<void>;
  /** How far the ranges are, together, that workers have in hand. */
  progressOf(run: string): Promise<RangeProgress>;
  workers(): Promise<readonly FleetWorker[]>;
  /** Whether there are more workers than ranges to do; says so to no more of those who ask than can be helped at once. */
  hasIdleWorker(): Promise<boolean>;
  /** Hands one task after another to a worker, until the signal; a worker that dies leaves its task to others. */
  serve(serving: Serving): Promise<void>;
  /** Comes when the board does; it may be long in coming. */
  answer(): Promise<unknown>;
  /** Ends also what waits for a board that is away. */
  close(): Promise<void>;
}
