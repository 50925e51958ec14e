/** One program of a command line, and where its streams go. */
export interface Stage {
  readonly text: string;
  readonly words: readonly string[];
  readonly assigned: Readonly<Record<string, string>>;
  /** Whether `2>&1` lets the next stage read standard error too. */
  readonly errToOut: boolean;
  readonly outFile: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads a command line as a POSIX shell does, as far as pages use one: words, quotes, `$NAME`, `|`, `2>&1`, `> FILE`, `#`. */
export function stagesOf(line: string, env: Env): readonly Stage[] {
  return splitAtPipes(line).map((text) => stageOf(text, env));
}

function splitAtPipes(line: string): readonly string[] {
  const stages: string[] = [];
  let start = 0;
  for (const { at, char } of unquotedOf(line)) {
    if (char === "#" && (at === 0 || line[at - 1] === " ")) {
      return [...stages, line.slice(start, at).trim()];
    }
    if (char !== "|") continue;
    stages.push(line.slice(start, at).trim());
    start = at + 1;
  }
  return [...stages, line.slice(start).trim()];
}

function* unquotedOf(line: string): Iterable<{ readonly at: number; readonly char: string }> {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else yield { at, char };
  }
}

const WORD = /(?:[^\s'"]+|'[^']*'|"[^"]*")+/g;

function stageOf(text: string, env: Env): Stage {
  const assigned: Record<string, string> = {};
  const words: string[] = [];
  let outFile: string | undefined;
  let errToOut = false;
  const raw = text.match(WORD) ?? [];
  for (const [at, word] of raw.entries()) {
    const assignment = /^([A-Z_]+)=(.*)$/.exec(word);
    if (assignment !== null && words.length === 0) {
      assigned[assignment[1] ?? ""] = unquoted(assignment[2] ?? "", env);
    } else if (word === "2>&1") errToOut = true;
    else if (word === ">") outFile = unquoted(raw[at + 1] ?? "", env);
    else if (raw[at - 1] !== ">") words.push(unquoted(word, env));
  }
  return { text, words, assigned, errToOut, outFile };
}

function unquoted(word: string, env: Env): string {
  const pieces = Array.from(
    word.matchAll(/'([^']*)'|"([^"]*)"|([^'"]+)/g),
    ([, single, double, bare]) => single ?? expanded(double ?? bare ?? "", env),
  );
  return pieces.join("");
}

function expanded(text: string, env: Env): string {
  return text.replace(/\$\{?([A-Z_]+)\}?/g, (_, name: string) => env[name] ?? "");
}
