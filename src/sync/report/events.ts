import type { Direction, TransferReason } from "../compare/change.ts";
import type { Place, Spot } from "../sides/place.ts";
import type { PlanTotals } from "../plan/plan-totals.ts";
import type { SyncCounts } from "./sync-counts.ts";
import type { WarningCode } from "./warning.ts";

/** How far a run is; totals grow until `totalIsFinal`. */
export interface SyncProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly objects: number;
  readonly totalObjects: number;
  readonly totalIsFinal: boolean;
}

/** 0 done, 1 something failed, 2 only warnings or refused as usage, 130 interrupted. */
export type SyncExitCode = 0 | 1 | 2 | 130;

/** What a run does to each entry, in the AWS CLI's word for it: a move is a transfer whose source goes. */
type Deed = Direction | "move";

/** One thing that happened in a run, in the order in which it did; `done` is always the last. */
export type SyncEvent =
  | {
      readonly type: "started";
      /** The run's id, where it keeps a journal. */
      readonly run?: string;
      readonly direction: Direction | "delete";
      readonly source: Place;
      readonly destination: Place;
      readonly dryrun: boolean;
    }
  | {
      readonly type: "transferred";
      readonly kind: Deed;
      readonly reason: TransferReason;
      readonly from: Spot;
      readonly to: Spot;
      readonly bytes: number;
      readonly dryrun: boolean;
    }
  | { readonly type: "deleted"; readonly at: Spot; readonly dryrun: boolean }
  | {
      readonly type: "failed";
      readonly kind: Deed | "delete";
      /** Absent for a deletion. */
      readonly from?: Spot;
      /** What was to be written or deleted. */
      readonly to: Spot;
      readonly error: Error;
    }
  /** What `verify` found to be otherwise than the run should have made it; `extra` should be gone. */
  | {
      readonly type: "mismatch";
      readonly reason: TransferReason | "extra";
      /** Absent for what is extra. */
      readonly from?: Spot;
      readonly to: Spot;
    }
  | {
      readonly type: "warning";
      readonly code: WarningCode;
      readonly kind: Direction | "delete";
      readonly at: Spot;
      readonly key: string;
      /** What went wrong on the way, where something did. */
      readonly error?: Error;
    }
  | ({ readonly type: "progress" } & SyncProgress)
  /** A job of S3 Batch Operations has begun; it goes on also when the run ends. */
  | {
      readonly type: "jobBegun";
      readonly id: string;
      readonly region: string;
      readonly objects: number;
    }
  /** Jobs of S3 Batch Operations of earlier runs between the same ends are still at work. */
  | { readonly type: "jobsActive"; readonly ids: readonly string[] }
  /** So many workers of a fleet are at it; told when there are more or fewer. */
  | { readonly type: "fleet"; readonly workers: number }
  /** A worker of a fleet does nothing for this run, for this reason; told once of each reason. */
  | { readonly type: "workerRefused"; readonly error: Error }
  /** Where a fleet meets has not answered for a while; told once of each silence. */
  | { readonly type: "boardSilent"; readonly error: Error }
  /** Nothing is deleted after a failed transfer: what should have replaced it may be missing. */
  | { readonly type: "deletionsHeldBack"; readonly deletions: number; readonly failed: number }
  /** The end of a dry run. */
  | { readonly type: "planned"; readonly totals: PlanTotals }
  /** The run goes on where another process ended, or, where it must, lists everything again. */
  | {
      readonly type: "resumed";
      readonly run: string;
      readonly before: SyncCounts;
      readonly listsAgain: boolean;
      /** A line of its journal that cannot be read. */
      readonly damagedLine?: number;
    }
  /** The run has not come to its end, and another process can go on with it. */
  | {
      readonly type: "resumable";
      readonly run: string;
      /** Uploads in parts that are kept for it. */
      readonly uploads: number;
      /** Where its fleet meets does not answer: it could not be taken back, and workers go on once it does. */
      readonly isBoardSilent?: true;
    }
  /** The run has not come to its end, and nobody can go on with it. */
  | { readonly type: "notResumable"; readonly error: Error }
  | { readonly type: "fatal"; readonly error: Error }
  | { readonly type: "cancelled" }
  | {
      readonly type: "done";
      readonly counts: SyncCounts;
      /** What processes before this one did of the run. */
      readonly before?: SyncCounts;
      readonly exitCode: SyncExitCode;
    };
