import type { Facts, Need } from "../access/index.ts";

/** What somebody needs for a run, and the facts of whoever that is. */
export interface Standpoint {
  readonly facts: Facts;
  readonly needs: readonly Need[];
  /** Whether it is nobody who is signed in here, so that no request of ours tells of it. */
  readonly actsElsewhere?: true;
}
