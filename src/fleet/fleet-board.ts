import type { FleetRun } from "./fleet-run.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask, Span } from "./range-task.ts";

/** A worker that is alive. */
export interface FleetWorker {
  readonly id: string;
  readonly protocol: number;
  readonly version: string;
}

/** A range of which something is to be deleted once everything is copied. */
export interface HeldRange {
  readonly task: RangeTask;
  readonly deletions: number;
}

/** What changes with a range that has come to its end: all of it, or nothing. */
export interface Turn {
  readonly run: FleetRun;
  /** The range that is over. */
  readonly over?: string;
  /** What is to be worked on now. */
  readonly opened: readonly RangeTask[];
  /** A range with deletions that wait, by how many they are. */
  readonly held?: HeldRange;
  /** Held ranges that are held no more. */
  readonly released?: readonly string[];
}

/** What became of a task. */
export type Served = "over" | "again";

/** Where coordinators and workers meet. Whatever is written there outlives each of them. */
export interface FleetBoard {
  /** Takes the lead of a job for this process alone, and keeps it until `release`; false while another has it. */
  claim(job: string): Promise<boolean>;
  release(job: string): Promise<void>;
  /** The run of a job that has not come to its end. */
  find(job: string): Promise<FleetRun | undefined>;
  load(run: string): Promise<FleetRun | undefined>;
  turn(turn: Turn): Promise<void>;
  /** Forgets a run, but for the ranges that failed. */
  end(run: FleetRun): Promise<void>;
  /** The ranges that failed in the last run of a job. */
  failedOf(job: string): Promise<readonly Span[]>;
  openTask(run: string, task: string): Promise<RangeTask | undefined>;
  /** How many ranges are not over. */
  openCount(run: string): Promise<number>;
  openTasks(run: string): AsyncIterable<readonly RangeTask[]>;
  /** Some of the ranges whose deletions wait. */
  heldRanges(run: string): Promise<readonly HeldRange[]>;
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
  report(task: RangeTask, result: RangeResult): Promise<void>;
  /** Counts how often a task has been begun, this time with it; `by` is -1 where it was given back. */
  begun(task: RangeTask, by: 1 | -1): Promise<number>;
  workers(): Promise<readonly FleetWorker[]>;
  /** Hands one task after another to a worker, until the signal; a worker that dies leaves its task to others. */
  serve(serving: {
    readonly worker: FleetWorker;
    readonly handle: (task: RangeTask) => Promise<Served>;
    readonly signal: AbortSignal;
  }): Promise<void>;
  close(): Promise<void>;
}
