import type { Sentence } from "../aws/index.ts";
import type { Arguments, OptionTable } from "./arguments/option.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { Terminal } from "./terminal.ts";

/** What a command is run with. */
export interface Invocation {
  /** The verb that was typed. */
  readonly name: string;
  readonly args: Arguments;
  readonly terminal: Terminal;
  /** The messages in the reader's language. */
  readonly words: Catalogue;
  /** Every verb. */
  readonly commands: readonly CommandEntry[];
}

/** One verb of the program, and where the rest of it is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: Sentence;
  readonly load: () => Promise<Command>;
}

/** What `--help` prints about a verb, and what the verb does. */
export interface Command {
  /** What follows the command's name, e.g. `SOURCE DESTINATION`. */
  readonly operands: string;
  readonly operandCount: { readonly min: number; readonly max: number };
  readonly options: OptionTable;
  readonly examples: readonly { readonly says: Sentence; readonly line: string }[];
  /** Resolves to the exit code. */
  readonly run: (invocation: Invocation) => Promise<number>;
}
