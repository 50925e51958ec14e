import type { Sentence } from "./sentence.ts";

/**
 * Something that the person at the terminal can mend: a flag, a path, a profile, a file.
 * Its sentence says what was tried, on what, and what would be right; its message is the English one.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(sentence.en);
    this.sentence = sentence;
  }
}
