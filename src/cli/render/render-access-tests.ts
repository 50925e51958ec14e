import type { AssertionResult } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { githubAnnotation } from "./github-annotation.ts";
import { jsonLine } from "./json-line.ts";
import { sarifLog, sarifUri } from "./sarif-log.ts";

/** An assertion of a file, and why it does not hold where it does not. */
export interface TestedAssertion {
  readonly file: string;
  readonly result: AssertionResult;
  readonly failure?: string;
}

/** How results can be printed. */
export const TEST_FORMATS: readonly string[] = ["text", "json", "github", "sarif"];

/** All results in one of `TEST_FORMATS`; text where it is none of them. */
export function renderAccessTests(
  tested: readonly TestedAssertion[],
  format: string,
  words: Catalogue,
): string {
  switch (format) {
    case "json":
      return tested.map(jsonOf).join("");
    case "github":
      return tested.map((each) => annotationOf(each, words)).join("") + summaryOf(tested, words);
    case "sarif":
      return sarifOf(tested, words);
    default:
      return tested.map(textOf).join("") + summaryOf(tested, words);
  }
}

/** Where an assertion stands, and its sentence. */
export function nameOf({ file, result: { assertion } }: TestedAssertion): string {
  return `${file}:${assertion.line} ${assertion.text}`;
}

function textOf(tested: TestedAssertion): string {
  const { failure } = tested;
  return failure === undefined ? `✓ ${nameOf(tested)}\n` : `✗ ${nameOf(tested)}\n    ${failure}\n`;
}

function summaryOf(tested: readonly TestedAssertion[], words: Catalogue): string {
  const held = tested.filter(({ result }) => result.holds).length;
  return `${words.test.summary({ held, all: tested.length })}\n`;
}

function jsonOf({ file, result: { assertion, verdict, holds } }: TestedAssertion): string {
  const { text, line, expected } = assertion;
  return jsonLine("assertion", { file, line, text, expected, verdict, holds });
}

function annotationOf(tested: TestedAssertion, words: Catalogue): string {
  const { file, result, failure } = tested;
  if (failure === undefined) return "";
  const { line, text } = result.assertion;
  return githubAnnotation({
    level: "error",
    file,
    line,
    title: words.test.rule,
    message: `${text}\n${failure}`,
  });
}

function sarifOf(tested: readonly TestedAssertion[], words: Catalogue): string {
  const rule = {
    id: "ACCESS",
    name: "assertion-holds",
    shortDescription: { text: words.test.rule },
    defaultConfiguration: { level: "error" },
  } as const;
  const results = tested.flatMap(({ file, result: { assertion }, failure }) =>
    failure === undefined
      ? []
      : [
          {
            ruleId: rule.id,
            ruleIndex: 0,
            level: "error",
            message: { text: `${assertion.text}: ${failure}` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: sarifUri(file) },
                  region: { startLine: assertion.line },
                },
              },
            ],
          },
        ],
  );
  return sarifLog([rule], results);
}
