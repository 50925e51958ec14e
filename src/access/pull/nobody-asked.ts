import type { Sentence } from "../../aws/index.ts";

/** Why something is not known that nobody was asked for. */
export const NOBODY_ASKED: Sentence = {
  en: "nobody was asked",
  ja: "誰にも問い合わせていません",
};
