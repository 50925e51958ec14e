import {
  createScanner,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

import { jsonComplaint } from "./json-complaint.ts";
import type { ProblemLog } from "./problem-log.ts";

/** The largest policy that IAM or S3 takes is 20 KB without white space; this leaves room for white space. */
const maximumLength = 262_144;
/** A policy needs seven levels. The limit keeps the recursive parser's stack small. */
const maximumDepth = 32;

const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const endOfFile = 17;

/** Reads strict JSON with positions; what is wrong goes to the log, and then there is no tree. */
export function readJson(text: string, log: ProblemLog): Node | undefined {
  if (text.length > maximumLength) {
    const limit = String(maximumLength);
    const length = String(text.length);
    const sentence = {
      en: `the policy has ${length} characters, more than ${limit}`,
      ja: `ポリシーが ${length} 文字あり、上限の ${limit} 文字を超えています`,
    };
    log.add("tooLarge", sentence, { offset: 0 });
    return undefined;
  }
  const deep = offsetBeyondDepth(text);
  if (deep !== undefined) {
    const sentence = {
      en: `the policy nests more than ${String(maximumDepth)} levels deep`,
      ja: `ポリシーの入れ子が ${String(maximumDepth)} 段を超えています`,
    };
    log.add("tooDeep", sentence, { offset: deep });
    return undefined;
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  // What follows the first error is the parser's guess at how to go on.
  for (const error of errors.slice(0, 1)) {
    addComplaint(log, syntaxComplaint(error), error.offset);
  }
  if (root === undefined && errors.length === 0) {
    addComplaint(log, "the text is empty", 0);
  }
  return errors.length === 0 ? root : undefined;
}

function addComplaint(log: ProblemLog, subject: string, offset: number): void {
  const { en, ja } = jsonComplaint(subject);
  const sentence = {
    en: `not valid JSON: ${en}`,
    ja: `JSON として正しくありません (${ja})`,
  };
  log.add("invalidJson", sentence, { offset, subject });
}

/** `CommaExpected` becomes `comma expected`. */
function syntaxComplaint(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
}

function offsetBeyondDepth(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    const token: number = scanner.scan();
    if (token === endOfFile) return undefined;
    if (token === openBrace || token === openBracket) depth++;
    if (token === closeBrace || token === closeBracket) depth--;
    if (depth > maximumDepth) return scanner.getTokenOffset();
  }
}
