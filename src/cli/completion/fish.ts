import type { Language } from "../../aws/index.ts";
import type { OptionSpec } from "../arguments/option.ts";
import type { DescribedCommand } from "../described-command.ts";
import { literalOperands, valueKindOf } from "./value-kind.ts";

// fish has no `${NAME:-default}`: what is not there is passed over.
const PROFILES = `function __sluice_profiles
    for file in "$AWS_CONFIG_FILE" ~/.aws/config "$AWS_SHARED_CREDENTIALS_FILE" ~/.aws/credentials
        test -r "$file"; and string replace -rf '^\\s*\\[(?:profile\\s+)?([^\\]\\s]+)\\].*' '$1' <"$file"
    end
end`;

/** A script that fish reads from its `completions` directory, or evaluates. */
export function fishCompletion(commands: readonly DescribedCommand[], language: Language): string {
  const verbs = commands.map(
    ({ name, summary }) =>
      `complete -c sluice -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary[language])}`,
  );
  return `# fish completion for sluice, made by \`sluice completion fish\`
${PROFILES}

${[...verbs, ...commands.flatMap((command) => linesOf(command, language))].join("\n")}
`;
}

function linesOf(
  { name, operands, options }: DescribedCommand,
  language: Language,
): readonly string[] {
  const within = `complete -c sluice -n '__fish_seen_subcommand_from ${name}'`;
  const literals = literalOperands(operands);
  return [
    ...(literals.length === 0 ? [] : [`${within} -f -a ${quoted(literals.join(" "))}`]),
    ...Object.entries(options).map(
      ([option, spec]) =>
        `${within} -l ${option}${valueOf(spec)} -d ${quoted(spec.summary[language])}`,
    ),
  ];
}

function valueOf(spec: OptionSpec): string {
  const value = valueKindOf(spec);
  switch (value.kind) {
    case "none":
      return "";
    case "words":
      return ` -x -a ${quoted(value.words.join(" "))}`;
    case "profiles":
      return " -x -a '(__sluice_profiles)'";
    case "files":
      return " -r -F";
    case "directories":
      return " -x -a '(__fish_complete_directories)'";
    case "free":
      return " -x";
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
