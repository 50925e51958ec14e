import type { Tri } from "../decision.ts";

/** A piece of a pattern: text that stands for itself, or a wildcard. */
export type GlobPiece = { readonly text: string } | { readonly wildcard: "*" | "?" };

/** A wildcard pattern made ready for matching. */
export type Glob =
  | { readonly kind: "everything" }
  | { readonly kind: "exact"; readonly text: string }
  | { readonly kind: "prefix"; readonly text: string }
  | { readonly kind: "tokens"; readonly tokens: readonly number[] };

const one = -1;
const many = -2;

/** Makes a pattern ready; runs of wildcards are put in one order, `?` before a single `*`. */
export function compileGlob(pieces: readonly GlobPiece[]): Glob {
  const tokens = tokensOf(pieces);
  const wildcard = tokens.findIndex((token) => token < 0);
  if (wildcard === -1) return { kind: "exact", text: literalText(pieces) };
  if (wildcard === tokens.length - 1 && tokens[wildcard] === many) {
    const text = literalText(pieces);
    return text === "" ? { kind: "everything" } : { kind: "prefix", text };
  }
  return { kind: "tokens", tokens };
}

function tokensOf(pieces: readonly GlobPiece[]): number[] {
  const tokens: number[] = [];
  for (const piece of pieces) {
    if ("text" in piece) {
      for (const character of piece.text) tokens.push(pointAt(character, 0));
    } else if (piece.wildcard === "?") {
      const afterMany = tokens.at(-1) === many;
      if (afterMany) tokens.splice(-1, 1, one, many);
      else tokens.push(one);
    } else if (tokens.at(-1) !== many) {
      tokens.push(many);
    }
  }
  return tokens;
}

/** A `?` stands for one character, so patterns and texts are read by code points. */
function pointAt(text: string, i: number): number {
  return text.codePointAt(i) ?? 0;
}

function widthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}

function literalText(pieces: readonly GlobPiece[]): string {
  return pieces.map((piece) => ("text" in piece ? piece.text : "")).join("");
}

/** What every text that matches begins with. */
export function literalHead(glob: Glob): string {
  switch (glob.kind) {
    case "everything":
      return "";
    case "exact":
    case "prefix":
      return glob.text;
    case "tokens": {
      const wildcard = glob.tokens.findIndex((token) => token < 0);
      return glob.tokens
        .slice(0, wildcard)
        .map((point) => String.fromCodePoint(point))
        .join("");
    }
  }
}

/** Whether the whole text matches. */
export function matchesGlob(glob: Glob, text: string): boolean {
  switch (glob.kind) {
    case "everything":
      return true;
    case "exact":
      return glob.text === text;
    case "prefix":
      return text.startsWith(glob.text);
    case "tokens":
      return matchesTokens(glob.tokens, text, 0);
  }
}

/**
 * Goes back to the last `*` only, never to an earlier one, so the steps are bounded by the
 * square of the text's length whatever the pattern. Looks at the text from an offset on.
 */
export function matchesTokens(tokens: readonly number[], text: string, from: number): boolean {
  let t = 0;
  let i = from;
  let lastMany = -1;
  let resumeAt = 0;
  while (i < text.length) {
    const token = tokens[t];
    const point = pointAt(text, i);
    if (token === many) {
      lastMany = t++;
      resumeAt = i;
    } else if (token === one || token === point) {
      t++;
      i += widthOf(point);
    } else if (lastMany >= 0) {
      t = lastMany + 1;
      resumeAt += widthOf(pointAt(text, resumeAt));
      i = resumeAt;
    } else {
      return false;
    }
  }
  if (tokens[t] === many) t++;
  return t === tokens.length;
}

/** Whether all (`yes`), none (`no`) or some (`unknown`) of the texts that start with `prefix` match. */
export function coversPrefix(glob: Glob, prefix: string): Tri {
  switch (glob.kind) {
    case "everything":
      return "yes";
    case "exact":
      return glob.text.startsWith(prefix) ? "unknown" : "no";
    case "prefix":
      if (prefix.startsWith(glob.text)) return "yes";
      return glob.text.startsWith(prefix) ? "unknown" : "no";
    case "tokens":
      return tokensCoverPrefix(glob.tokens, prefix);
  }
}

/** Follows all ways of matching the prefix at once; a way that stands at a last `*` takes any rest. */
function tokensCoverPrefix(tokens: readonly number[], prefix: string): Tri {
  let ways = new Set<number>();
  enter(ways, 0, tokens);
  for (const character of prefix) {
    const next = new Set<number>();
    for (const t of ways) {
      const token = tokens[t];
      if (token === many) enter(next, t, tokens);
      else if (token === one || token === pointAt(character, 0)) enter(next, t + 1, tokens);
    }
    ways = next;
  }
  if (ways.size === 0) return "no";
  const last = tokens.length - 1;
  return ways.has(last) && tokens[last] === many ? "yes" : "unknown";
}

function enter(ways: Set<number>, t: number, tokens: readonly number[]): void {
  ways.add(t);
  if (tokens[t] === many) ways.add(t + 1);
}
