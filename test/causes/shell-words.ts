/** One command of a shell: variables that are set for it alone, and its words. */
export interface ShellCommand {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
const PART = /'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)/g;

/** Reads a command as a shell does, as far as the cases go: quotes, `$name`, variables before it. */
export function shellWords(line: string, variables: ReadonlyMap<string, string>): ShellCommand {
  const words = (line.match(WORD) ?? []).map((word) =>
    [...word.matchAll(PART)]
      .map(([, single, double, bare]) => single ?? expand(double ?? bare ?? "", variables))
      .join(""),
  );
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const environment = words.slice(0, first).map((word) => {
    const at = word.indexOf("=");
    return [word.slice(0, at), word.slice(at + 1)] as const;
  });
  return { environment: Object.fromEntries(environment), words: words.slice(first) };
}

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`nothing has set \`$${name}\``);
    return value;
  });
}
