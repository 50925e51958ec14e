/** One thing wrong with a text, and where: `line` and `column` count from 1. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}
