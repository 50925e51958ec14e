import type { GlobPiece } from "../match/glob.ts";

/** A character as its code point, or a wildcard. */
export type KeyToken = number | "?" | "*";

/** What may follow the prefix of a request; of two wildcards that meet, `?` stands first. */
export type KeyPattern = readonly KeyToken[];

/** Puts wildcards that meet in one order, so that equal patterns look equal. */
export function ordered(tokens: KeyPattern): KeyPattern {
  const pattern: KeyToken[] = [];
  for (const token of tokens) {
    const afterMany = pattern.at(-1) === "*";
    if (afterMany && token === "?") pattern.splice(-1, 0, token);
    else if (!afterMany || token !== "*") pattern.push(token);
  }
  return pattern;
}

/** Reads the pieces of a completed pattern. */
export function keyPattern(pieces: readonly GlobPiece[]): KeyPattern {
  return ordered(
    pieces.flatMap((piece): KeyPattern =>
      "text" in piece ? pointsOf(piece.text) : [piece.wildcard],
    ),
  );
}

function pointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** What can follow `prefix` in the texts that match: one pattern for each way to match the prefix. */
export function afterPrefix(pattern: KeyPattern, prefix: string): readonly KeyPattern[] {
  let ways = entered([0], pattern);
  for (const point of pointsOf(prefix)) {
    const next: number[] = [];
    for (const at of ways) {
      const token = pattern[at];
      if (token === "*") next.push(at);
      else if (token === "?" || token === point) next.push(at + 1);
    }
    ways = entered(next, pattern);
  }
  return ways.map((at) => pattern.slice(at));
}

/** A `*` may stand for nothing. */
function entered(ways: readonly number[], pattern: KeyPattern): readonly number[] {
  return [...new Set(ways.flatMap((at) => (pattern[at] === "*" ? [at, at + 1] : [at])))];
}

/** The pattern with its prefix, as a policy would write it. */
export function patternText(prefix: string, pattern: KeyPattern): string {
  const tokens: KeyPattern = [...pointsOf(prefix), ...pattern];
  return tokens.map((token, i) => tokenText(token, tokens[i + 1])).join("");
}

function tokenText(token: KeyToken, next: KeyToken | undefined): string {
  if (typeof token === "string") return token;
  const character = String.fromCodePoint(token);
  const isSpecial =
    character === "*" || character === "?" || (character === "$" && next === "{".codePointAt(0));
  return isSpecial ? `\${${character}}` : character;
}
