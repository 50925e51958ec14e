import type { Permission, Sides, SyncCounts, SyncOptions } from "../sync/index.ts";
import type { FleetBoard } from "./fleet-board.ts";
import type { FleetCommand } from "./fleet-run.ts";
import type { FleetEnds } from "./wire-event.ts";

/** A sync that a fleet is to do. */
export interface Coordination {
  readonly board: FleetBoard;
  readonly ends: FleetEnds;
  readonly options: SyncOptions;
  /** What it does, as whom and where: two of one job are not led at once. */
  readonly job: string;
  readonly command: FleetCommand;
  /** What workers are told of it; without secrets, for it is kept in the queue. */
  readonly order: unknown;
  readonly version: string;
  /** Whether it does only the ranges that failed in the last run. */
  readonly onlyFailed: boolean;
  /** The run that it goes on with, where it begins none. */
  readonly goesOnWith?: string | undefined;
  readonly signal: AbortSignal;
  readonly permitted?: Permission | undefined;
  /** Told what the run has done, as far as is known here. */
  readonly counted?: (counts: SyncCounts) => void;
  /** Asks for directories right under the source, in order, some of those behind one, or the first; where it can be asked. */
  readonly directories?: (
    behind: string | undefined,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  /** Whether the source can be seen from here. */
  readonly isSourceThere: () => Promise<boolean>;
  /** Opens the source as it is now, to be listed from here. */
  readonly openSource: () => Promise<Pick<Sides, "source">>;
}
