import type { LoggedDecision } from "../../lab/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { type ExplanationPlace, renderSentence, renderTree } from "./render-explanation.ts";
import { wrapText } from "./wrap-text.ts";

/** A decision of the lab: when and who, what AWS says to it, why, and all that it rests on. */
export function renderDecision(
  { id, time, caller, explanation }: LoggedDecision,
  words: Catalogue,
  place: ExplanationPlace,
): readonly string[] {
  const { awsSays } = words.check.labels;
  const message = explanation.aws?.message;
  return [
    `${time}  ${id}  ${caller}`,
    ...(message === undefined
      ? []
      : wrapText(message, { first: `${place.indent}${awsSays}`, width: place.width })),
    ...renderSentence(explanation, words, place),
    ...renderTree(explanation, words, place),
    "",
  ];
}
