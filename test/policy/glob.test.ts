import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Tri } from "../../src/policy/decision.ts";
import {
  compileGlob,
  coversPrefix,
  type Glob,
  type GlobPiece,
  matchesGlob,
} from "../../src/policy/match/glob.ts";

function glob(pattern: string): Glob {
  return compileGlob(Array.from(pattern, pieceOf));
}

function pieceOf(character: string): GlobPiece {
  return character === "*" || character === "?" ? { wildcard: character } : { text: character };
}

/** A text that counts how often it is looked at. */
class CountedText extends String {
  looks = 0;

  override codePointAt(index: number): number | undefined {
    this.looks++;
    return super.codePointAt(index);
  }
}

function looksAt(pattern: string, text: string): number {
  const counted = new CountedText(text);
  // The engine takes a text for a string; this one is a string that also counts.
  matchesGlob(glob(pattern), counted as unknown as string);
  return counted.looks;
}

const letters = fc.constantFrom("a", "b", "*", "?");
const patterns = fc.array(letters, { maxLength: 6 }).map((parts) => parts.join(""));
const texts = fc.array(fc.constantFrom("a", "b"), { maxLength: 6 }).map((parts) => parts.join(""));

function reference(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
}

/** Every text of up to `length` letters. */
function textsUpTo(length: number): readonly string[] {
  if (length === 0) return [""];
  const shorter = textsUpTo(length - 1);
  return [...new Set(["", ...shorter.flatMap((text) => ["a", "b", "c"].map((c) => c + text))])];
}

function coverage(pattern: string, prefix: string, rests: readonly string[]): Tri {
  const count = rests.filter((rest) => matchesGlob(glob(pattern), prefix + rest)).length;
  if (count === 0) return "no";
  return count === rests.length ? "yes" : "unknown";
}

describe("wildcards", () => {
  it("match what the regular expression matches", () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(matchesGlob(glob(pattern), text)).toBe(reference(pattern).test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it("cover a prefix as they match the texts under it", () => {
    const rests = textsUpTo(7);
    fc.assert(
      fc.property(patterns, texts, (pattern, prefix) => {
        const short = { pattern: pattern.slice(0, 5), prefix: prefix.slice(0, 3) };
        expect(coversPrefix(glob(short.pattern), short.prefix)).toBe(
          coverage(short.pattern, short.prefix, rests),
        );
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["?*".repeat(500), "a".repeat(1000)],
    [`${"?*".repeat(500)}b`, "a".repeat(1000)],
    [`${"a*".repeat(500)}b`, "a".repeat(1000)],
    [`${"*a".repeat(500)}b`, "a".repeat(1000)],
    [`*${"a".repeat(500)}b`, "a".repeat(1000)],
    [`${"*?a".repeat(300)}*b`, "ab".repeat(500)],
  ])("look at a text a bounded number of times", (pattern, text) => {
    expect(looksAt(pattern, text)).toBeLessThan(2 * text.length ** 2);
  });

  it("decide a long prefix without trying all ways", () => {
    expect(coversPrefix(glob(`${"?*".repeat(500)}b`), "a".repeat(1000))).toBe("unknown");
    expect(coversPrefix(glob(`${"a*".repeat(500)}*`), "a".repeat(1000))).toBe("yes");
  });

  it("count characters beyond 16 bits as one", () => {
    expect(matchesGlob(glob("?"), "😀")).toBe(true);
    expect(matchesGlob(glob("??"), "😀")).toBe(false);
    expect(matchesGlob(glob("*?"), "a😀")).toBe(true);
    expect(matchesGlob(glob("😀*"), "😀a")).toBe(true);
  });
});
