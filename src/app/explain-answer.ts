import { contextOrigins } from "../access/index.ts";
import { type Explanation, explanationOf } from "../policy/index.ts";
import type { Answer, CheckResult, Perspective } from "./check-job.ts";

/** Why the policies answer a need as they do, with the origin of every value that they were held against. */
export function explainAnswer({ need, decision }: Answer, { facts }: Perspective): Explanation {
  const origins = contextOrigins(need, facts, decision.request.context);
  return explanationOf(decision, { origins });
}

/** An answer with what it rests on. */
export interface ExplainedAnswer {
  readonly answer: Answer;
  readonly explanation: Explanation;
}

/** Every answer that a check's verdict rests on, explained, in the order of the run. */
export function explainCheck({ perspectives }: CheckResult): readonly ExplainedAnswer[] {
  return perspectives.flatMap((perspective) =>
    perspective.answers
      .filter(({ need }) => need.essential)
      .map((answer) => ({ answer, explanation: explainAnswer(answer, perspective) })),
  );
}
