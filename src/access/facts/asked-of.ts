import { sameInBoth, type Sentence, ToldError } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";

/** What somebody is asked, and who: what a fact comes from, and its reason where it stays unknown. */
export function askedOf(
  what: string | Sentence,
  { label }: Pick<AccountReader, "label">,
): Sentence {
  const { en, ja } = typeof what === "string" ? sameInBoth(what) : what;
  return { en: `${en} as ${label.en}`, ja: `${ja} (${label.ja})` };
}

/** What came of asking. */
export function cameTo(question: Sentence, answer: Sentence): Sentence {
  return { en: `${question.en}: ${answer.en}`, ja: `${question.ja}: ${answer.ja}` };
}

/** Nobody is there to be asked. */
export class NobodyToAsk extends ToldError {
  override readonly name = "NobodyToAsk";
}
