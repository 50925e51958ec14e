import type { OpenQuestion } from "../../app/index.ts";

/** What is said of questions that go to other accounts, and of their answers. */
export interface RequestWords {
  readonly wrote: (request: { path: string; questions: number }) => string;
  readonly question: (question: OpenQuestion) => string;
  readonly whoKnows: (question: OpenQuestion) => string;
  readonly send: (command: string) => string;
  readonly handBack: (command: string) => string;
  readonly nothingOpen: string;
  readonly answeredAs: (arn: string) => string;
  readonly answered: (counts: { told: number; refused: number; path: string }) => string;
}
