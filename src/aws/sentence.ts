/** The languages that Sluice speaks. */
export type Language = "en" | "ja";

/** One sentence for people, in each language. */
export type Sentence = Readonly<Record<Language, string>>;
