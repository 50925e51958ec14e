import { ToldError } from "../aws/index.ts";

/** What is told of a board that does not answer. */
export function silent(): ToldError {
  return new ToldError({
    en: "Redis has not answered for some seconds; it is waited for, and ctrl-c ends the wait",
    ja: "Redis が数秒間応答していません。復帰を待っています。ctrl-c で待つのをやめて終了します",
  });
}
