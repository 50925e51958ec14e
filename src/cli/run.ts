import { AwsError, nearestWord, ToldError, toldIn, UsageError } from "../aws/index.ts";
import { valueOf } from "./arguments/option.ts";
import { parseArguments } from "./arguments/parse-arguments.ts";
import {
  needsValue,
  notOneOf,
  optionFirst,
  unknownCommand,
  wrongOperands,
} from "./arguments/usage-faults.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import { catalogueFor, LANGUAGES } from "./catalogue/catalogue-for.ts";
import type { CommandEntry } from "./command.ts";
import { COMMANDS } from "./commands/commands.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHelp, overview } from "./help.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import type { Terminal } from "./terminal.ts";
import { packageVersion } from "./package-version.ts";
import { faultText } from "./render/fault-text.ts";
import { wrapLine } from "./render/wrap-text.ts";

/** Runs one command line and resolves to its exit code; never throws. */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    return report(error, { terminal, words: await wordsFor(words, terminal) });
  }
}

async function dispatch(typed: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = helpLast(languageLast(typed));
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    terminal.out(overview(COMMANDS, await wordsFor(typed, terminal), terminal.columns));
    return name === undefined ? ExitCode.usage : ExitCode.done;
  }
  if (name === "--version" || name === "-V") {
    terminal.out(`sluice ${packageVersion()}\n`);
    return ExitCode.done;
  }
  return runCommand(findCommand(name), rest, terminal);
}

/** `sluice --lang ja check …` is `sluice check … --lang ja`. */
function languageLast(words: readonly string[]): readonly string[] {
  const [option, language, ...rest] = words;
  if (option !== "--lang") return words;
  if (language === undefined || !LANGUAGES.includes(language)) {
    throw language === undefined
      ? needsValue({ command: "COMMAND", option, placeholder: LANGUAGES.join("|") })
      : notOneOf({ option, value: language, allowed: LANGUAGES });
  }
  return rest.length === 0 ? [] : [...rest, option, language];
}

/** `sluice help check` is `sluice check --help`. */
function helpLast(words: readonly string[]): readonly string[] {
  const [help, name, ...rest] = words;
  const namesOne = help === "help" && name !== undefined && !name.startsWith("-");
  return namesOne ? [name, ...rest, "--help"] : words;
}

async function runCommand(
  entry: CommandEntry,
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { name } = entry;
  const loaded = await entry.load();
  const command = { ...loaded, options: { ...loaded.options, ...GLOBAL_OPTIONS } };
  if (words.includes("--help") || words.includes("-h")) {
    terminal.out(
      commandHelp({ ...entry, ...command }, await wordsFor(words, terminal), terminal.columns),
    );
    return ExitCode.done;
  }
  const args = parseArguments(name, words, command.options);
  const { min, max } = command.operandCount;
  if (args.positionals.length < min || args.positionals.length > max) {
    const form = `sluice ${name} ${command.operands}`.trimEnd();
    const count = args.positionals.length;
    throw wrongOperands({ command: name, count, form });
  }
  const catalogue = await catalogueFor(valueOf(args, "lang"), terminal.env);
  return command.run({ name, args, terminal, words: catalogue, commands: COMMANDS });
}

function findCommand(name: string): CommandEntry {
  const command = COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return command;
  if (name.startsWith("-")) throw optionFirst(name);
  const meant = nearestWord(
    name,
    COMMANDS.map((one) => one.name),
  );
  throw unknownCommand(name, meant);
}

/** In the language asked for, even on a command line that makes no sense. */
function wordsFor(typed: readonly string[], { env }: Terminal): Promise<Catalogue> {
  const at = typed.indexOf("--lang");
  return catalogueFor(at < 0 ? undefined : typed[at + 1], env);
}

async function report(
  error: unknown,
  { terminal, words }: { readonly terminal: Terminal; readonly words: Catalogue },
): Promise<number> {
  if (terminal.interrupted.aborted) {
    terminal.err("cancelled: ctrl-c received\n");
    return ExitCode.interrupted;
  }
  if (error instanceof UsageError) {
    const told = `sluice: ${error.sentence[words.language]}`.split("\n");
    const lines = told.flatMap((line) => wrapLine(line, terminal.columns));
    terminal.err(`${lines.join("\n")}\n`);
    return ExitCode.usage;
  }
  if (error instanceof ToldError) {
    terminal.err(`fatal error: ${toldIn(error, words.language)}\n`);
    return ExitCode.failed;
  }
  if (error instanceof AwsError) {
    // Loaded only now: most command lines never need it.
    const { meaningsOf } = await import("./render/told-run.ts");
    terminal.err(`fatal error: ${error.message}\n${meaningsOf(error.message, words)}`);
    return ExitCode.failed;
  }
  // By name, so that only commands that speak to AWS load what speaks to AWS.
  if (error instanceof Error && error.name === "WireError") {
    terminal.err(`fatal error: ${error.message}\n`);
    return ExitCode.failed;
  }
  terminal.err(`sluice: ${faultText(error, words)}\n`);
  return ExitCode.fault;
}
