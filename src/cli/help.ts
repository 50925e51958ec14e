import type { OptionSpec } from "./arguments/option.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { Command, CommandEntry } from "./command.ts";
import { wrapText } from "./render/wrap-text.ts";

/** The text of `sluice --help`. */
export function overview(
  commands: readonly CommandEntry[],
  { help, language }: Catalogue,
  width: number | undefined,
): string {
  const column = Math.max(...commands.map((command) => command.name.length));
  return [
    ...wrapText(help.tagline, { first: "sluice: ", width }),
    "",
    `${help.usage}: sluice COMMAND ${help.anyOptions}`,
    "",
    ...commands.flatMap(({ name, summary }) =>
      wrapText(summary[language], { first: `  ${name.padEnd(column)}  `, width }),
    ),
    "",
    ...wrapText(help.more, { first: "", width }),
    "",
  ].join("\n");
}

/** The text of `sluice COMMAND --help`. */
export function commandHelp(
  { name, summary, ...command }: Omit<CommandEntry, "load"> & Command,
  { help, language }: Catalogue,
  width: number | undefined,
): string {
  const options = Object.entries(command.options).map(
    ([option, spec]) => [signature(option, spec), spec.summary[language]] as const,
  );
  const column = Math.min(WIDEST, Math.max(...options.map(([text]) => text.length)));
  return [
    ...wrapText(summary[language], { first: `sluice ${name}: `, width }),
    "",
    `${help.usage}: sluice ${name} ${command.operands} ${help.anyOptions}`.replace("  ", " "),
    "",
    `${help.options}:`,
    ...options.flatMap(([text, summary]) => optionLines(text, summary, { column, width })),
    "",
    `${help.examples}:`,
    ...command.examples.flatMap(({ says, line }) => [
      ...wrapText(says[language], { first: "", width: width && width - 4 }).map(
        (each) => `  # ${each}`,
      ),
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
