import { spawn } from "node:child_process";
import { shellWord } from "../../app/index.ts";
import type { Terminal } from "../terminal.ts";

/** What one command of the story printed, and how it ended. */
export interface CommandResult {
  readonly line: string;
  readonly exitCode: number;
  readonly output: string;
}

/** How the story's commands are run. */
export interface SluiceRunner {
  readonly terminal: Terminal;
  readonly cwd: string;
  /** The environment that makes them speak to the lab. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Words that the command gets and the reader need not type. */
  readonly silentWords: readonly string[];
}

/** Runs this very program as the reader would, shows the command and what it prints. */
export async function runSluice(
  words: readonly string[],
  { terminal, cwd, env, silentWords }: SluiceRunner,
): Promise<CommandResult> {
  const line = ["sluice", ...words].map(shellWord).join(" ");
  terminal.out(`\n  $ ${line}\n`);
  const [program = "", script = ""] = process.argv;
  const child = spawn(program, [script, ...words, ...silentWords], {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    signal: terminal.interrupted,
  });
  let output = "";
  const keep = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 255);
    });
  });
  terminal.out(indented(output));
  return { line, exitCode, output };
}

const SHOWN_LINES = 40;

/** Output as part of the story; of a long one the beginning and the end. */
function indented(output: string): string {
  const lines = output.trimEnd().split("\n");
  const shown =
    lines.length <= SHOWN_LINES
      ? lines
      : [...lines.slice(0, 3), `… ${lines.length - 6} …`, ...lines.slice(-3)];
  return output === "" ? "" : `${shown.map((text) => `  ${text}`).join("\n")}\n`;
}
