import { once } from "node:events";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { tellStory } from "../story/tell-story.ts";

export const command: Command = {
  operands: "[DIR]",
  operandCount: { min: 0, max: 1 },
  options: {
    keep: {
      kind: "flag",
      summary: { en: "leave the lab up at the end", ja: "終わってもラボを動かしておく" },
    },
  },
  examples: [
    {
      says: { en: "with this package's own files", ja: "このパッケージのファイルで見る" },
      line: "sluice start",
    },
    {
      says: {
        en: "with a directory of yours, which is only read",
        ja: "自分のディレクトリーで見る (読むだけ)",
      },
      line: "sluice start ./photos",
    },
  ],
  run: async ({ args, terminal, words }) => {
    const startedMs = performance.now();
    const [given] = args.positionals;
    const directory = given === undefined ? undefined : await readDirectory(given, terminal.cwd);
    const lab = await tellStory({ terminal, words, directory });
    terminal.out(`\n${words.story.done(((performance.now() - startedMs) / 1000).toFixed(1))}\n`);
    if (hasFlag(args, "keep") && !terminal.interrupted.aborted) {
      terminal.out(`${words.story.keep(lab.url)}\n`);
      await once(terminal.interrupted, "abort");
    }
    await lab.close();
    return ExitCode.done;
  },
};

async function readDirectory(given: string, cwd: string): Promise<string> {
  const path = resolve(cwd, given);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return path;
  const reason =
    found === undefined
      ? { en: "there is no such directory", ja: "そのディレクトリはありません" }
      : { en: "it is not a directory", ja: "ディレクトリではありません" };
  throw new UsageError({
    en: `cannot start with \`${given}\`: ${reason.en}`,
    ja: `\`${given}\` では開始できません。${reason.ja}`,
  });
}
