import type { LabState } from "../state/lab-state.ts";

/** A question to the lab itself. */
export interface Visit {
  readonly lab: LabState;
  /** What follows the door's own word in the path. */
  readonly name: string;
  /** Where the lab was asked. */
  readonly url: string;
}
