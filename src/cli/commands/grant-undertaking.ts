import type { Clients, GrantGround, Job } from "../../app/index.ts";
import type { Invocation } from "../command.ts";

/** What `sluice grant` was told to do. */
export interface Undertaking {
  readonly job: Job;
  /** Where the facts are. */
  readonly on: GrantGround;
  /** Where a change can be made; a world has none. */
  readonly clients?: Clients | undefined;
  readonly invocation: Invocation;
}
