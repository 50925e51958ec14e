import type { Sentence } from "../../aws/index.ts";

/** One thing wrong in a world file: where, as the keys that lead there, and what. */
export interface WorldProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The message, in each language. */
  readonly sentence: Sentence;
}

/** A problem at a place of a world file. */
export function worldProblem(path: WorldProblem["path"], sentence: Sentence): WorldProblem {
  return { path, message: sentence.en, sentence };
}
