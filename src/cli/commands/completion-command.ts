import { notOneOf } from "../arguments/usage-faults.ts";
import type { Command } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { describeCommands } from "../described-command.ts";
import { ExitCode } from "../exit-code.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const command: Command = {
  operands: "bash|zsh|fish",
  operandCount: { min: 1, max: 1 },
  options: {},
  examples: [
    {
      says: { en: "in ~/.bashrc", ja: "~/.bashrc に書く" },
      line: 'eval "$(sluice completion bash)"',
    },
    {
      says: { en: "in ~/.zshrc, after compinit", ja: "~/.zshrc の compinit の後に書く" },
      line: 'eval "$(sluice completion zsh)"',
    },
    {
      says: { en: "once", ja: "一度だけ実行する" },
      line: "sluice completion fish > ~/.config/fish/completions/sluice.fish",
    },
  ],
  run: async ({ args, terminal, words, commands }) => {
    const [shell = ""] = args.positionals;
    const write = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
    if (write === undefined) {
      throw notOneOf({ option: "completion", value: shell, allowed: Object.keys(SHELLS) });
    }
    terminal.out(write(await describeCommands(commands), words.language));
    return ExitCode.done;
  },
};
