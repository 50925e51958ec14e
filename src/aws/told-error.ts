import type { Language, Sentence } from "./sentence.ts";

/** A fault that is told in the reader's language; its message is the English sentence. */
export class ToldError extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence.en, options);
    this.sentence = sentence;
  }
}

/** What to tell of an error: of one that is not ours, its own message. */
export function toldIn(error: Error, language: Language): string {
  return error instanceof ToldError ? error.sentence[language] : error.message;
}
