import type { Decision, Residual } from "../../policy/index.ts";

/** A decision for all objects of a need. */
export interface Judged {
  readonly decision: Decision;
  /** Where keys differ, and the decision for all of them together is unknown. */
  readonly residual?: Residual;
}
