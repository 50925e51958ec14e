/** One thing wrong in a world file: where, as the keys that lead there, and what. */
export interface WorldProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
