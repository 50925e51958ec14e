import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionSpec } from "../src/cli/arguments/option.ts";
import { COMMANDS } from "../src/cli/commands/commands.ts";
import { type DescribedCommand, describeCommands } from "../src/cli/described-command.ts";

const ENDINGS: readonly (readonly [number, string])[] = [
  [0, "done; allowed; every assertion holds; no error found"],
  [1, "a transfer failed; `lint` found an error"],
  [2, "wrong usage; a run ended with warnings only"],
  [3, "stopped by the check; denied; an assertion does not hold"],
  [4, "unknown: a fact that decides could not be read"],
  [130, "interrupted"],
  [255, "a fault of sluice"],
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["AWS_*", "as for the AWS CLI: credentials, profiles, regions, endpoints, certificates"],
  ["LC_ALL, LC_MESSAGES, LANG", "the language of messages: English, or Japanese where it is `ja`"],
  [
    "XDG_CACHE_HOME",
    "where Node 22.8 and later keep what they compiled of the program, in `sluice`; not with NODE_DISABLE_COMPILE_CACHE",
  ],
  ["XDG_STATE_HOME", "where runs keep what `sync --resume` needs, in `sluice`"],
];

/** The manual page, as its file is to be. */
export async function manPage(): Promise<string> {
  const commands = await describeCommands(COMMANDS);
  return [
    `.\\" Made by \`npm run docs:man\` from the tables that --help prints; a test holds it current.`,
    `.TH SLUICE 1 "" "sluice ${packageVersion()}" "User Commands"`,
    ".SH NAME",
    "sluice \\- S3 sync across AWS accounts that says why not, and writes the fix",
    ".SH SYNOPSIS",
    ".B sluice",
    "COMMAND [options]",
    ".SH COMMANDS",
    ...commands.flatMap(commandLines),
    ".SH EXIT STATUS",
    ...ENDINGS.flatMap(([code, says]) => item(String(code), says)),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, says]) => item(name, says)),
    ".SH SEE ALSO",
    ".BR aws (1)",
    "",
  ].join("\n");
}

function commandLines(command: DescribedCommand): readonly string[] {
  const { name, summary, operands, options, examples } = command;
  return [
    `.SS "sluice ${name} ${escaped(operands)}"`,
    text(summary.en),
    ...Object.entries(options).flatMap(([option, spec]) =>
      item(`--${option}${valueOf(spec)}`, spec.summary.en),
    ),
    ".PP",
    "Examples:",
    ...examples.flatMap(({ says, line }) => [
      ".PP",
      text(says.en),
      ".RS",
      ".nf",
      text(line),
      ".fi",
      ".RE",
    ]),
  ];
}

function valueOf(spec: OptionSpec): string {
  return spec.kind === "flag" ? "" : ` ${spec.value ?? spec.oneOf?.join("|") ?? "VALUE"}`;
}

function item(term: string, says: string): readonly string[] {
  return [".TP", `.B ${escaped(term)}`, text(says)];
}

/** A line that begins with a control character would be a request to the formatter. */
function text(line: string): string {
  const safe = escaped(line);
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}

/** In manual pages a bare `-` is a hyphen, and a quotation mark ends an argument. */
function escaped(line: string): string {
  return line
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll('"', "\\(dq")
    .replaceAll("…", "\\&...")
    .replaceAll("→", "\\(->");
}

function packageVersion(): string {
  const path = join(import.meta.dirname, "..", "package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly version: string }).version;
}
