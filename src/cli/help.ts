import type { OptionSpec } from "./arguments/option.ts";
import type { Command, CommandEntry } from "./command.ts";

/** The text of `sluice --help`. */
export function overview(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "sluice: S3 sync across AWS accounts that says why not, and writes the fix",
    "",
    "usage: sluice COMMAND [options]",
    "",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "`sluice COMMAND --help` explains one, with examples; `sluice --version` names the version",
    "",
  ].join("\n");
}

/** The text of `sluice COMMAND --help`. */
export function commandHelp({ name, summary }: CommandEntry, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, spec]) => [signature(option, spec), spec.summary] as const,
  );
  const width = Math.max(...options.map(([text]) => text.length));
  return [
    `sluice ${name}: ${summary}`,
    "",
    `usage: sluice ${name} ${command.operands} [options]`.replace("  ", " "),
    "",
    "options:",
    ...options.map(([text, summary]) => `  ${text.padEnd(width)}  ${summary}`),
    "",
    "examples:",
    ...command.examples.flatMap(({ says, line }) => [`  # ${says}`, `  ${line}`]),
    "",
  ].join("\n");
}

function signature(name: string, spec: OptionSpec): string {
  if (spec.kind === "flag") return `--${name}`;
  return `--${name} ${spec.value ?? spec.oneOf?.join("|") ?? "VALUE"}`;
}
