import type { SyncCounts } from "../sync/index.ts";
import type { Span } from "./range-task.ts";

/** The command that a run was started with, for whoever goes on with it; it holds no secret. */
export interface FleetCommand {
  readonly cwd: string;
  readonly positionals: readonly string[];
  readonly given: readonly { readonly name: string; readonly value?: string | undefined }[];
  /** Where its requests go, when not to AWS. */
  readonly endpoint?: string | undefined;
}

/** A run as all processes know it; whoever leads it writes it anew with every range that has come to its end. */
export interface FleetRun {
  readonly id: string;
  /** What it does, as whom and where: one process at a time leads runs of one job. */
  readonly job: string;
  /** The version of the program that began it. */
  readonly version: string;
  readonly command: FleetCommand;
  /** What workers are told of it. */
  readonly order: unknown;
  /** Whether it does only ranges that failed in the run before it: what it sees is not the whole, then. */
  readonly onlyFailed: boolean;
  readonly phase: "copying" | "deleting";
  readonly counts: SyncCounts;
  /** Deletions that wait until everything is copied. */
  readonly held: number;
  /** What was given up. */
  readonly failed: readonly Span[];
}
