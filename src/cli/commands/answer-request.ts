import { resolve } from "node:path";
import { answerRequest, READER_OPERATIONS } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { hasFlag, valuesOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { handBackLine } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { identityFlags } from "./job-options.ts";

/** Answers somebody's questions as the profile that runs: `sluice check --answer FILE`. */
export async function answerFor({ args, terminal, words }: Invocation): Promise<number> {
  const [name = "", ...others] = valuesOf(args, "answer");
  if (others.length > 0)
    throw new UsageError({
      en: "cannot answer several requests at once: name one",
      ja: "一度に複数の依頼には回答できません。1 つだけ指定してください",
    });
  const path = resolve(terminal.cwd, name);
  const { by, run, readings } = await answerRequest(path, identityFlags(args));
  const answers = readings.filter(({ call }) => call !== "callerIdentity");
  const told = answers.filter(({ refused }) => refused === undefined).length;
  if (hasFlag(args, "json")) {
    terminal.out(jsonLine("answer", { by, run }));
    for (const { call, of, refused = null } of answers) {
      terminal.out(jsonLine("reading", { operation: READER_OPERATIONS[call], of, refused }));
    }
  } else {
    const lines = answers.map(({ call, of, refused }) => {
      const mark = refused === undefined ? "✓" : "✗";
      const asked = [READER_OPERATIONS[call], ...of, ...(refused === undefined ? [] : [refused])];
      return `  ${mark} ${asked.join("  ")}`;
    });
    const counts = { told, refused: answers.length - told, path: name };
    terminal.out(
      [
        words.request.answeredAs(by),
        ...lines,
        words.request.answered(counts),
        `  ${handBackLine(run, name)}`,
        "",
      ].join("\n"),
    );
  }
  return told === 0 ? ExitCode.unknown : ExitCode.done;
}
