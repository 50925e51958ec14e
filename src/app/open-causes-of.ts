import { type CauseId, causesOfGap, findGaps, openCauses } from "../access/index.ts";
import type { Answer } from "./check-job.ts";

/** What an unanswered need hangs on: the causes that it would have, were it denied. */
export function openCausesOf(answer: Answer): readonly CauseId[] {
  const [gap] = findGaps([answer]);
  return gap === undefined ? openCauses(answer.decision) : causesOfGap(gap);
}
