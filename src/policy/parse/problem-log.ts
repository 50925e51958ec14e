import type { Problem, Sentence } from "../../aws/index.ts";
import { lineStarts, positionAt } from "../text-lines.ts";

/** Stable names of what can be wrong with a policy. */
export type ProblemCode =
  | "invalidJson"
  | "tooLarge"
  | "tooDeep"
  | "duplicateKey"
  | "wrongType"
  | "unknownElement"
  | "emptyElement"
  | "exclusiveElements"
  | "invalidVersion"
  | "missingStatement"
  | "missingEffect"
  | "invalidEffect"
  | "missingAction"
  | "invalidAction"
  | "missingResource"
  | "invalidResource"
  | "resourceNotAllowed"
  | "missingPrincipal"
  | "invalidPrincipal"
  | "principalNotAllowed"
  | "invalidSid"
  | "duplicateSid"
  | "unknownOperator"
  | "unknownQuantifier"
  | "ifExistsOnNull"
  | "invalidConditionKey"
  | "invalidConditionValue";

/** A problem whose code is one of ours; `subject` is the name or value it is about, bare. */
export interface PolicyProblem extends Problem {
  readonly code: ProblemCode;
  /** The message, in each language. */
  readonly sentence: Sentence;
  readonly subject?: string;
}

/** What a problem is about: where it stands and, where a message of AWS names it, its text. */
export interface Subject {
  readonly offset: number;
  readonly subject?: string;
}

/** Gathers what is wrong with one text, each with its place. */
export class ProblemLog {
  readonly problems: PolicyProblem[] = [];
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = lineStarts(text);
  }

  add(code: ProblemCode, sentence: Sentence, { offset, subject }: Subject): void {
    const place = positionAt(this.#starts, offset);
    const problem = { code, message: sentence.en, sentence, ...place };
    this.problems.push(subject === undefined ? problem : { ...problem, subject });
  }
}

/** A text from the policy, short enough to be quoted in a message. */
export function quoted(text: string): string {
  return `\`${text.length > 80 ? `${text.slice(0, 77)}...` : text}\``;
}
