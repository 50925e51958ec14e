import type { Bed, ServerCounts } from "../bed.ts";
import type { Scenario } from "../scenario.ts";
import type { Transfer } from "../transfer.ts";

/** Where a case works. */
export interface CaseGround {
  readonly bed: Bed;
  readonly scenario: Scenario;
  /** Where its files may lie. */
  readonly scratch: string;
}

/** A kind of sync to measure. */
export interface BenchCase {
  /** What it sets up and verifies, in one line. */
  readonly says: string;
  /** Before each run: the source as it was, the destination empty. A string says why it cannot. */
  prepare(ground: CaseGround): Promise<Transfer | string>;
  /** After each run: throws unless all the work was done. */
  verify(ground: CaseGround, after: AfterRun): Promise<void>;
}

/** What a run left. */
export interface AfterRun {
  readonly transfer: Transfer;
  readonly counts: ServerCounts | undefined;
  /** Whether the server has the bytes that it was sent. */
  readonly bytes: "kept" | "forgotten";
}
