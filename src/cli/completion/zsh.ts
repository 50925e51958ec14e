import type { Language } from "../../aws/index.ts";
import type { OptionSpec } from "../arguments/option.ts";
import type { DescribedCommand } from "../described-command.ts";
import { LIST_PROFILES, literalOperands, valueKindOf } from "./value-kind.ts";

/** A script that zsh finds as `_sluice` in its `fpath`, or evaluates. */
export function zshCompletion(commands: readonly DescribedCommand[], language: Language): string {
  return `#compdef sluice
# zsh completion for sluice, made by \`sluice completion zsh\`
_sluice_profiles() {
  local -a profiles
  profiles=(\${(f)"$(${LIST_PROFILES})"})
  _describe profile profiles
}

_sluice() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary[language]}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map((command) => caseOf(command, language)).join("\n")}
  esac
}

if [ "$funcstack[1]" = _sluice ]; then
  _sluice "$@"
else
  compdef _sluice sluice
fi
`;
}

function caseOf({ name, operands, options }: DescribedCommand, language: Language): string {
  const literals = literalOperands(operands);
  const last = literals.length > 0 ? `'*:operand:(${literals.join(" ")})'` : "'*:operand:_files'";
  const specs = Object.entries(options).map(([option, spec]) =>
    quoted(specOf(option, spec, language)),
  );
  return `    ${name})\n      _arguments ${[...specs, last].join(" \\\n        ")} ;;`;
}

function specOf(option: string, spec: OptionSpec, language: Language): string {
  const isRepeatable = spec.kind === "list" || spec.kind === "many";
  const says = spec.summary[language].replace(/[[\]\\]/g, "\\$&");
  const optionally = spec.implied === undefined ? "" : ":";
  return `${isRepeatable ? "*" : ""}--${option}[${says}]${optionally}${valueOf(spec)}`;
}

function valueOf(spec: OptionSpec): string {
  const value = valueKindOf(spec);
  const placeholder = (spec.value ?? "value").replaceAll(":", "\\:");
  switch (value.kind) {
    case "none":
      return "";
    case "words":
      return `:${placeholder}:(${value.words.join(" ")})`;
    case "profiles":
      return `:${placeholder}:_sluice_profiles`;
    case "files":
      return `:${placeholder}:_files`;
    case "directories":
      return `:${placeholder}:_files -/`;
    case "free":
      return `:${placeholder}: `;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
