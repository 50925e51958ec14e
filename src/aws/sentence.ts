/** One sentence for people, in each language. */
export type Sentence = Readonly<Record<"en" | "ja", string>>;

/** The languages that Sluice speaks. */
export type Language = keyof Sentence;

/** A name or code, which is the same in both languages. */
export function sameInBoth(text: string): Sentence {
  return { en: text, ja: text };
}

/** Sentences one after the other, each said once. */
export function joinSentences(sentences: readonly Sentence[]): Sentence {
  const joined = (language: Language, mark: string): string =>
    [...new Set(sentences.map((each) => each[language]).filter((text) => text !== ""))].join(mark);
  return { en: joined("en", "; "), ja: joined("ja", "。") };
}
