import type { DescribedCommand } from "../described-command.ts";
import { LIST_PROFILES, literalOperands, valueKindOf } from "./value-kind.ts";

/** A script that bash evaluates to complete command lines of sluice. */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const values = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, spec]) => {
      const offer = offerOf(valueKindOf(spec));
      return offer === undefined ? [] : [{ where: `'${name} --${option}'`, offer }];
    }),
  );
  const byOffer = groupOf(values);
  return `# bash completion for sluice, made by \`sluice completion bash\`
_sluice_profiles() {
  ${LIST_PROFILES}
}

_sluice() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(" ")}' -- "$cur"))
    return
  fi
  if [ "\${cur#-}" = "$cur" ]; then
    case "$command \${COMP_WORDS[COMP_CWORD-1]}" in
${[...byOffer].map(([offer, where]) => `      ${where.join("|")})\n        ${offer}\n        return ;;`).join("\n")}
    esac
  fi
  case "$command" in
${commands.map((command) => `    ${command.name}) words='${wordsOf(command)}' ;;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -o default -F _sluice sluice
`;
}

function offerOf(value: ReturnType<typeof valueKindOf>): string | undefined {
  switch (value.kind) {
    case "none":
      return undefined;
    case "words":
      return `COMPREPLY=($(compgen -W '${value.words.join(" ")}' -- "$cur"))`;
    case "profiles":
      return 'COMPREPLY=($(compgen -W "$(_sluice_profiles)" -- "$cur"))';
    case "files":
      return 'COMPREPLY=($(compgen -f -- "$cur"))';
    case "directories":
      return 'COMPREPLY=($(compgen -d -- "$cur"))';
    case "free":
      return "compopt +o default";
  }
}

function wordsOf({ operands, options }: DescribedCommand): string {
  return [...literalOperands(operands), ...Object.keys(options).map((name) => `--${name}`)].join(
    " ",
  );
}

interface Offer {
  readonly where: string;
  readonly offer: string;
}

function groupOf(offers: readonly Offer[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { where, offer } of offers) {
    const group = groups.get(offer) ?? [];
    groups.set(offer, group);
    group.push(where);
  }
  return groups;
}
