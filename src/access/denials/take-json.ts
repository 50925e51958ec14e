// A text with braces that are no JSON, such as code, is given up after so many of them.
const FAILURE_LIMIT = 200;
// One without an end takes a look at all the rest.
const COST_OF_ENDLESS = 20;

/** The JSON objects and arrays within a text that are wanted, and the text without them. */
export function takeJson(
  text: string,
  isWanted: (value: unknown) => boolean,
): { readonly values: readonly unknown[]; readonly rest: string } {
  const values: unknown[] = [];
  const rest: string[] = [];
  let from = 0;
  let failures = 0;
  for (let at = nextStart(text, 0); at >= 0 && failures < FAILURE_LIMIT;) {
    const end = endOfJson(text, at);
    const value = end < 0 ? undefined : parseJson(text.slice(at, end));
    if (value === undefined) failures += end < 0 ? COST_OF_ENDLESS : 1;
    if (value !== undefined && isWanted(value)) {
      values.push(value);
      rest.push(text.slice(from, at), "\n");
      from = end;
    }
    at = nextStart(text, value === undefined ? at + 1 : end);
  }
  return { values, rest: [...rest, text.slice(from)].join("") };
}

/** Parses a string that holds JSON; undefined when it holds something else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where an object or an array of objects may begin. */
function nextStart(text: string, from: number): number {
  const found = text.slice(from).search(/\{\s*"|\[\s*\{/);
  return found < 0 ? -1 : from + found;
}

/** Behind the bracket that closes the one at `from`; -1 when none does. */
function endOfJson(text: string, from: number): number {
  let depth = 0;
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs;
  token.lastIndex = from;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [first = ""] = found;
    if (first === "{" || first === "[") depth += 1;
    if (first === "}" || first === "]") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return -1;
}
