import { join } from "node:path";
import { median } from "../median.ts";
import { type Figure, figureOf } from "../sync/judge.ts";
import { measureCommand } from "../sync/measure-command.ts";
import { RUNS } from "./timed.ts";

const MAIN = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const CAP_SECONDS = 60;

/** Runs `sluice check` as a command of its own. */
export async function measureCommandLine(
  name: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const lives = [];
  for (let run = 0; run < RUNS; run++) {
    const life = await measureCommand(
      { words: [process.execPath, MAIN, "check", ...words], env },
      CAP_SECONDS,
    );
    if (life.exitCode !== 0) throw new Error(`\`${words.join(" ")}\` failed: ${life.output}`);
    lives.push(life);
  }
  return [
    figureOf(`${name}: s`, undefined, median(lives.map(({ seconds }) => seconds))),
    figureOf(
      `${name}: processor s`,
      undefined,
      median(lives.map(({ cpuSeconds = Number.NaN }) => cpuSeconds)),
    ),
  ];
}
