import type { OptionSpec } from "./arguments/option.ts";
import type { Command, CommandEntry } from "./command.ts";
import { wrapText } from "./render/wrap-text.ts";

/** The text of `sluice --help`. */
export function overview(commands: readonly CommandEntry[], width: number | undefined): string {
  const column = Math.max(...commands.map((command) => command.name.length));
  return [
    "sluice: S3 sync across AWS accounts that says why not, and writes the fix",
    "",
    "usage: sluice COMMAND [options]",
    "",
    ...commands.flatMap(({ name, summary }) =>
      wrapText(summary, { first: `  ${name.padEnd(column)}  `, width }),
    ),
    "",
    ...wrapText(
      "`sluice COMMAND --help` explains one, with examples; `sluice --version` names the version",
      { first: "", width },
    ),
    "",
  ].join("\n");
}

/** The text of `sluice COMMAND --help`. */
export function commandHelp(
  { name, summary }: CommandEntry,
  command: Command,
  width: number | undefined,
): string {
  const options = Object.entries(command.options).map(
    ([option, spec]) => [signature(option, spec), spec.summary] as const,
  );
  const column = Math.min(WIDEST, Math.max(...options.map(([text]) => text.length)));
  return [
    ...wrapText(summary, { first: `sluice ${name}: `, width }),
    "",
    `usage: sluice ${name} ${command.operands} [options]`.replace("  ", " "),
    "",
    "options:",
    ...options.flatMap(([text, summary]) => optionLines(text, summary, { column, width })),
    "",
    "examples:",
    ...command.examples.flatMap(({ says, line }) => [
      ...wrapText(says, { first: "", width: width && width - 4 }).map((each) => `  # ${each}`),
      `  ${line}`,
    ]),
    "",
  ].join("\n");
}

/** Wider ones have a line of their own, so that all the others leave room for what they do. */
const WIDEST = 30;

function optionLines(
  text: string,
  summary: string,
  { column, width }: { readonly column: number; readonly width: number | undefined },
): readonly string[] {
  const first = `  ${text.padEnd(column)}  `;
  if (text.length <= column) return wrapText(summary, { first, width });
  return [`  ${text}`, ...wrapText(summary, { first: " ".repeat(column + 4), width })];
}

function signature(name: string, spec: OptionSpec): string {
  if (spec.kind === "flag") return `--${name}`;
  return `--${name} ${spec.value ?? spec.oneOf?.join("|") ?? "VALUE"}`;
}
