import stringWidth from "fast-string-width";
import { progressLine, type SyncEvent } from "../../app/index.ts";
import type { SyncWords } from "../catalogue/catalogue.ts";
import type { FailureCount } from "./failure-count.ts";

/** What a progress line tells besides the event. */
interface SoFar {
  readonly seconds: number;
  readonly failed: Pick<FailureCount, "all" | "commonest">;
  /** How wide the terminal is, where there is one: a longer line could not be taken back. */
  readonly columns: number | undefined;
}

/** How far a run is: the AWS CLI's progress line, what failed and mostly why, and how long the rest may take. */
export function progressText(
  event: Extract<SyncEvent, { readonly type: "progress" }>,
  { seconds, failed, columns }: SoFar,
  words: SyncWords,
): string {
  const { bytes, totalBytes, totalIsFinal } = event;
  const rate = bytes / Math.max(seconds, 0.001);
  const left = totalIsFinal && bytes > 0 ? Math.ceil((totalBytes - bytes) / rate) : 0;
  const text = [
    progressLine(event, rate),
    ...(failed.all === 0 ? [] : [words.failedSoFar(failed.all, failed.commonest)]),
    ...(left === 0 ? [] : [words.timeLeft(left)]),
  ].join(", ");
  return columns === undefined ? text : cutTo(text, columns - 1);
}

function cutTo(text: string, width: number): string {
  let cut = text;
  while (stringWidth(cut) > width) cut = cut.slice(0, -1);
  return cut;
}
