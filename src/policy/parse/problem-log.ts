import type { Problem } from "../../aws/index.ts";
import { lineStarts, positionAt } from "../text-lines.ts";

/** Stable names of what can be wrong with a policy. */
export type ProblemCode =
  | "invalidJson"
  | "tooLarge"
  | "tooDeep"
  | "duplicateKey"
  | "wrongType"
  | "unknownElement"
  | "emptyArray"
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

/** Gathers what is wrong with one text, each with its place. */
export class ProblemLog {
  readonly problems: Problem[] = [];
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = lineStarts(text);
  }

  add(code: ProblemCode, message: string, at: { readonly offset: number }): void {
    this.problems.push({ code, message, ...positionAt(this.#starts, at.offset) });
  }
}

/** A text from the policy, short enough to be quoted in a message. */
export function quoted(text: string): string {
  return `\`${text.length > 80 ? `${text.slice(0, 77)}...` : text}\``;
}
