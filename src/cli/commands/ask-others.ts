import { resolve } from "node:path";
import { type CheckResult, writeRequest } from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { checkLine, handBackLine, shellWords } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { wrapLine } from "../render/wrap-text.ts";

/** Writes what a check leaves open to the file of `--request`, and says who can tell. */
export async function askOthers(
  result: CheckResult,
  { args, terminal, words }: Invocation,
): Promise<void> {
  const path = valueOf(args, "request");
  if (path === undefined) return;
  const run = checkLine(args);
  const questions = await writeRequest(resolve(terminal.cwd, path), result, run);
  if (hasFlag(args, "json")) {
    for (const question of questions) terminal.out(jsonLine("question", { ...question }));
    return;
  }
  if (questions.length === 0) {
    terminal.out(`\n${words.request.nothingOpen}\n`);
    return;
  }
  const answer = shellWords(["sluice", "check", "--answer", path, "--profile", "PROFILE"]);
  terminal.out(
    [
      "",
      ...wrapLine(words.request.wrote({ path, questions: questions.length }), terminal.columns),
      ...questions.flatMap((question) => [
        ...wrapLine(`  ? ${words.request.question(question)}`, terminal.columns),
        `      ${words.request.whoKnows(question)}`,
      ]),
      words.request.send(answer),
      words.request.handBack(handBackLine(run, path)),
      "",
    ].join("\n"),
  );
}
