import type { SyncCounts } from "../sync/index.ts";
import type { Span } from "./range-task.ts";

/** What tasks and results mean: workers and coordinators of another number do not understand each other. */
export const PROTOCOL = 1;

/** A run as all processes know it; whoever leads it writes it anew with every range that has come to its end. */
export interface FleetRun {
  readonly id: string;
  /** What it does: two of one job are one run. */
  readonly job: string;
  readonly protocol: number;
  /** The version of the program that began it. */
  readonly version: string;
  /** What workers are told of it. */
  readonly order: unknown;
  readonly phase: "copying" | "deleting";
  readonly counts: SyncCounts;
  /** Deletions that wait until everything is copied. */
  readonly held: number;
  /** Ranges that have come to their end. */
  readonly ranges: number;
  /** What was given up. */
  readonly failed: readonly Span[];
}
