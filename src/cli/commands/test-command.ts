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
import { junitXml } from "../render/junit-xml.ts";
import {
  nameOf,
  renderAccessTests,
  TEST_FORMATS,
  type TestedAssertion,
} from "../render/render-access-tests.ts";
import { renderSentence, renderTree } from "../render/render-explanation.ts";

export const command: Command = {
  operands: "FILES…",
  operandCount: { min: 1, max: 1000 },
  options: {
    junit: {
      kind: "value",
      value: "FILE",
      summary: { en: "also write a JUnit report", ja: "JUnit 形式のレポートも書き出す" },
    },
    explain: {
      kind: "flag",
      summary: {
        en: "show every statement and condition behind what fails",
        ja: "成立しないアサーションについて、根拠のステートメントと条件をすべて表示する",
      },
    },
    format: {
      kind: "value",
      value: "FORMAT",
      oneOf: TEST_FORMATS,
      summary: {
        en: "how to print results (default: `text`)",
        ja: "結果の表示形式 (デフォルト: `text`)",
      },
    },
    json: {
      kind: "flag",
      summary: {
        en: "print JSON Lines, as `--format json` does",
        ja: "`--format json` と同じく JSON Lines で出力する",
      },
    },
  },
  examples: [
    {
      says: {
        en: "keep a team's access under test in CI",
        ja: "チームのアクセス権を CI でテストし続ける",
      },
      line: "sluice test access.yaml",
    },
    {
      says: { en: "with a report for the CI server", ja: "CI サーバー向けのレポートも書き出す" },
      line: "sluice test access.yaml --junit report.xml",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const tested: TestedAssertion[] = [];
    for (const file of args.positionals) {
      const results = await runAccessTests(await readAccessTests(file));
      tested.push(...results.map((result) => testedAssertion(file, result, invocation)));
    }
    const format = hasFlag(args, "json") ? "json" : (valueOf(args, "format") ?? "text");
    terminal.out(renderAccessTests(tested, format, words));
    const report = valueOf(args, "junit");
    if (report !== undefined) {
      const cases = tested.map((each) => ({
        name: nameOf(each),
        ...(each.failure !== undefined && { failure: each.failure }),
      }));
      await writeFile(report, junitXml("sluice test", cases));
    }
    return exitCodeOf(tested.map(({ result }) => result));
  },
};

/** 3 when something that was tested is not so, 4 when the world leaves it open. */
function exitCodeOf(results: readonly AssertionResult[]): number {
  const broken = results.filter(({ holds }) => !holds);
  if (broken.length === 0) return ExitCode.done;
  return broken.every(({ verdict }) => verdict === "unknown") ? ExitCode.unknown : ExitCode.denied;
}

function testedAssertion(
  file: string,
  result: AssertionResult,
  invocation: Invocation,
): TestedAssertion {
  return result.holds ? { file, result } : { file, result, failure: reasonOf(result, invocation) };
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
    ...(deciding.some(({ answer }) => answer.hangsOnSize) ? [`    ${words.test.hangsOnSize}`] : []),
    ...deciding.flatMap(({ explanation }) => [
      ...renderSentence(explanation, words, place),
      ...(explanation.aws === undefined ? [] : [`    ${explanation.aws.message}`]),
      ...(hasFlag(args, "explain") ? renderTree(explanation, words, place) : []),
    ]),
  ].join("\n");
}
