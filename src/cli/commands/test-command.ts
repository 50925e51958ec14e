import { writeFile } from "node:fs/promises";
import {
  type AssertionResult,
  explainCheck,
  readAccessTests,
  runAccessTests,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { type JunitCase, junitXml } from "../render/junit-xml.ts";
import { renderSentence, renderTree } from "../render/render-explanation.ts";

export const command: Command = {
  operands: "FILES…",
  operandCount: { min: 1, max: 1000 },
  options: {
    junit: { kind: "value", value: "FILE", summary: "also write a JUnit report" },
    explain: { kind: "flag", summary: "show every statement and condition behind what fails" },
    json: { kind: "flag", summary: "print JSON Lines" },
  },
  examples: [
    { says: "keep a team's access under test in CI", line: "sluice test access.yaml" },
    { says: "with a report for the CI server", line: "sluice test access.yaml --junit report.xml" },
  ],
  run: async (invocation) => {
    const { args } = invocation;
    const cases: JunitCase[] = [];
    const all: AssertionResult[] = [];
    for (const file of args.positionals) {
      const results = runAccessTests(await readAccessTests(file));
      all.push(...results);
      cases.push(...printResults(file, results, invocation));
    }
    const report = valueOf(args, "junit");
    if (report !== undefined) await writeFile(report, junitXml("sluice test", cases));
    return exitCodeOf(all);
  },
};

/** 3 when something that was tested is not so, 4 when the world leaves it open. */
function exitCodeOf(results: readonly AssertionResult[]): number {
  const broken = results.filter(({ holds }) => !holds);
  if (broken.length === 0) return ExitCode.done;
  return broken.every(({ verdict }) => verdict === "unknown") ? ExitCode.unknown : ExitCode.denied;
}

function printResults(
  file: string,
  results: readonly AssertionResult[],
  invocation: Invocation,
): readonly JunitCase[] {
  const { args, terminal, words } = invocation;
  const isJson = hasFlag(args, "json");
  const cases = results.map((result): JunitCase => {
    const name = `${file}:${result.assertion.line} ${result.assertion.text}`;
    return result.holds ? { name } : { name, failure: reasonOf(result, invocation) };
  });
  if (isJson) {
    for (const { assertion, verdict, holds } of results) {
      const { text, line, expected } = assertion;
      terminal.out(jsonLine("assertion", { file, line, text, expected, verdict, holds }));
    }
    return cases;
  }
  for (const { name, failure } of cases) {
    terminal.out(failure === undefined ? `✓ ${name}\n` : `✗ ${name}\n    ${failure}\n`);
  }
  const held = results.filter(({ holds }) => holds).length;
  terminal.out(`${words.test.summary({ held, all: results.length })}\n`);
  return cases;
}

/** Why an assertion does not hold: the verdict, the sentence that explains it, and for a denial AWS's text. */
function reasonOf(
  { assertion, check, verdict }: AssertionResult,
  { args, terminal, words }: Invocation,
): string {
  const place = { indent: "    ", width: terminal.columns };
  const deciding = explainCheck(check).filter(({ answer }) => answer.verdict === verdict);
  return [
    words.test.broken(assertion.expected, verdict),
    ...deciding.flatMap(({ explanation }) => [
      ...renderSentence(explanation, words, place),
      ...(explanation.aws === undefined ? [] : [`    ${explanation.aws.message}`]),
      ...(hasFlag(args, "explain") ? renderTree(explanation, words, place) : []),
    ]),
  ].join("\n");
}
