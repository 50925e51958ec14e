import type { Sentence } from "../aws/index.ts";
import type { OptionTable } from "./arguments/option.ts";
import type { Command, CommandEntry } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";

/** A verb with all that `--help`, the man page and the completion of shells tell of it. */
export interface DescribedCommand extends Omit<Command, "run"> {
  readonly name: string;
  readonly summary: Sentence;
  /** Those that every command takes, too. */
  readonly options: OptionTable;
}

/** Loads every verb. */
export function describeCommands(
  entries: readonly CommandEntry[],
): Promise<readonly DescribedCommand[]> {
  return Promise.all(
    entries.map(async ({ name, summary, load }) => {
      const { operands, operandCount, options, examples } = await load();
      const all = { ...options, ...GLOBAL_OPTIONS };
      return { name, summary, operands, operandCount, options: all, examples };
    }),
  );
}
