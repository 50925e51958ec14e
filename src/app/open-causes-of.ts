import { type CauseId, openCauses } from "../access/index.ts";
import type { Answer } from "./check-job.ts";

/** What an unanswered need hangs on: the causes that it would have, were it denied. */
export function openCausesOf({ decision }: Answer): readonly CauseId[] {
  return openCauses(decision);
}
