import { type Explanation, sentenceOf, treeLines } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { explanationWords } from "./explanation-words.ts";
import { wrapText } from "./wrap-text.ts";

/** Where an explanation is set. */
export interface ExplanationPlace {
  readonly indent: string;
  readonly width: number | undefined;
}

/** The whole tree of an explanation, one line for each gate, statement, element and condition. */
export function renderTree(
  explanation: Explanation,
  words: Catalogue,
  { indent, width }: ExplanationPlace,
): readonly string[] {
  return treeLines(explanation, explanationWords(words)).flatMap(({ depth, mark, text }) =>
    wrapText(text, { first: `${indent}${"  ".repeat(depth)}${mark} `, width }),
  );
}

/** Why a request is answered as it is, in a sentence. */
export function renderSentence(
  explanation: Explanation,
  words: Catalogue,
  { indent, width }: ExplanationPlace,
): readonly string[] {
  return wrapText(sentenceOf(explanation, explanationWords(words)), { first: indent, width });
}
