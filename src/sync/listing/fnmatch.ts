/** One step of a compiled pattern: a literal, `?`, `*` or a class. */
type Token =
  | { readonly kind: "literal"; readonly char: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly Range[] };

type Range = readonly [low: number, high: number];

/**
 * Compiles a pattern as CPython's `fnmatch.translate` (3.11) reads it, which is what the AWS CLI
 * calls: `*` crosses `/`, there are no braces, and an unclosed `[` is a plain character.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const tokens = tokensOf(Array.from(pattern));
  return (text) => matches(tokens, Array.from(text));
}

/** A pattern on its way through a text, character by character. */
export class PatternWalk {
  readonly #tokens: readonly Token[];
  #places: ReadonlySet<number> = new Set();

  constructor(pattern: string) {
    this.#tokens = tokensOf(Array.from(pattern));
    this.#places = this.#overStars([0]);
  }

  /** Whether it matches whatever follows. */
  get matchesAll(): boolean {
    const rests = Array.from(this.#places, (place) => this.#tokens.slice(place));
    return rests.some((rest) => rest.length > 0 && rest.every(({ kind }) => kind === "star"));
  }

  /** Whether there is something that it would match if it followed. */
  get mayMatch(): boolean {
    return this.#places.size > 0;
  }

  step(char: string): void {
    const places: number[] = [];
    for (const place of this.#places) {
      const token = this.#tokens[place];
      if (token?.kind === "star") places.push(place);
      else if (token !== undefined && accepts(token, char)) places.push(place + 1);
    }
    this.#places = this.#overStars(places);
  }

  #overStars(places: readonly number[]): ReadonlySet<number> {
    const all = new Set<number>();
    for (const place of places) {
      let at = place;
      while (this.#tokens[at]?.kind === "star") all.add(at++);
      all.add(at);
    }
    return all;
  }
}

/** What a pattern matches begins with this. */
export function literalStart(pattern: string): string {
  let start = "";
  for (const token of tokensOf(Array.from(pattern))) {
    if (token.kind !== "literal") break;
    start += token.char;
  }
  return start;
}

function tokensOf(pattern: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern[at++] ?? "";
    const end = char === "[" ? classEnd(pattern, at) : undefined;
    if (end !== undefined) {
      tokens.push(classOf(pattern.slice(at, end)));
      at = end + 1;
    } else {
      tokens.push(plainToken(char));
    }
  }
  return tokens;
}

function plainToken(char: string): Token {
  if (char === "*") return { kind: "star" };
  return char === "?" ? { kind: "any" } : { kind: "literal", char };
}

/** Where a class that opened before `from` closes; a `]` in first place is a member. */
function classEnd(pattern: readonly string[], from: number): number | undefined {
  const first = pattern[from] === "!" ? from + 1 : from;
  const end = pattern.indexOf("]", pattern[first] === "]" ? first + 1 : first);
  return end === -1 ? undefined : end;
}

function classOf(inside: readonly string[]): Token {
  const negated = inside[0] === "!";
  const members = negated ? inside.slice(1) : inside;
  const ranges: Range[] = [];
  let at = 0;
  while (at < members.length) {
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    // A range that runs backwards stays, and matches nothing, as in CPython.
    ranges.push([codeOf(members[at]), codeOf(members[isRange ? at + 2 : at])]);
    at += isRange ? 3 : 1;
  }
  return { kind: "class", negated, ranges };
}

/** Goes back only to the last `*`, so that no pattern takes more than length × length steps. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current?.kind === "star") {
      star = token++;
      starAt = at;
    } else if (current !== undefined && accepts(current, text[at] ?? "")) {
      token++;
      at++;
    } else if (star === -1) {
      return false;
    } else {
      token = star + 1;
      at = ++starAt;
    }
  }
  return tokens.slice(token).every((rest) => rest.kind === "star");
}

function accepts(token: Token, char: string): boolean {
  switch (token.kind) {
    case "literal":
      return token.char === char;
    case "any":
      return true;
    case "star":
      return false;
    case "class": {
      const code = codeOf(char);
      return token.ranges.some(([low, high]) => low <= code && code <= high) !== token.negated;
    }
  }
}

function codeOf(char = ""): number {
  return char.codePointAt(0) ?? 0;
}
