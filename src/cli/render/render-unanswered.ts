import { type Answer, type KeyCase, keyCasesOf } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { needWords } from "./need-words.ts";

/** A need without an answer: why nobody could say, or the answer of each set of keys. */
export function renderUnanswered(
  answer: Answer,
  why: readonly string[],
  words: Catalogue,
): readonly string[] {
  const { need, residual = { all: "unknown" } } = answer;
  const cases = keyCasesOf(answer);
  if (cases.length === 0) return [words.check.unanswered(answer, why)];
  const reasons = [
    ...why.filter((reason) => reason !== "-"),
    ...("cutShort" in residual ? [words.check.tooManyKeySets] : []),
  ];
  return [
    words.check.dependsOnKey(needWords(need)),
    ...cases.map(({ keys, outcome }) => {
      const isOpen = outcome === "unknown" && reasons.length > 0;
      const reason = isOpen ? ` (${words.check.reasons(reasons)})` : "";
      return `    ${words.check.keyOutcomes[outcome]}${keysText(keys, words)}${reason}`;
    }),
  ];
}

/** Whether nothing is missing but the names of the keys. */
export function isKnownByKey(answer: Answer): boolean {
  const cases = keyCasesOf(answer);
  return cases.length > 0 && cases.every(({ outcome }) => outcome !== "unknown");
}

function keysText({ patterns, except }: KeyCase["keys"], words: Catalogue): string {
  const listed = patterns.join(", ");
  return except.length === 0 ? listed : words.check.keysExcept(listed, except.join(", "));
}
