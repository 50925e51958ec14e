import { type Sentence, ToldError } from "../aws/index.ts";
import type { Silence } from "./board-watch.ts";

const TOLD: Readonly<Record<Silence, Sentence>> = {
  away: {
    en: "Redis has not answered for some seconds; it is waited for, and ctrl-c ends the wait",
    ja: "Redis が数秒間応答していません。復帰を待っています。ctrl-c で待つのをやめて終了します",
  },
  lost: {
    en: "Redis does not answer, so this process ends without it",
    ja: "Redis が応答しないため、待たずに終了します",
  },
};

/** What is told of a board that does not answer. */
export function silent(silence: Silence): ToldError {
  return new ToldError(TOLD[silence]);
}
