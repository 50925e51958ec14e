import { englishExplanation, type ExplanationWords, japaneseExplanation } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/**
 * The engine's words in the language of a catalogue. They are not in it: what every command loads would
 * then load the engine.
 */
export function explanationWords({ language }: Pick<Catalogue, "language">): ExplanationWords {
  switch (language) {
    case "en":
      return englishExplanation;
    case "ja":
      return japaneseExplanation;
  }
}
