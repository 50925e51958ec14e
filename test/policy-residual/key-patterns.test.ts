import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GlobPiece, matchesGlob } from "../../src/policy/match/glob.ts";
import { compilePattern, piecesOf } from "../../src/policy/match/text-pattern.ts";
import { covers } from "../../src/policy/residual/covers.ts";
import { intersect } from "../../src/policy/residual/intersect.ts";
import {
  afterPrefix,
  type KeyPattern,
  keyPattern,
  patternText,
} from "../../src/policy/residual/key-pattern.ts";
import { runs } from "../policy-differential/run-world.ts";

const syntax = { variables: true, wildcards: true, folded: false };

function textOf(alphabet: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { maxLength }).map((parts) => parts.join(""));
}

const pattern = textOf(["a", "b", "*", "*", "?", "${*}", "${$}", "{"], 7);
const text = textOf(["a", "b", "*", "$", "{"], 6);

function read(written: string): KeyPattern {
  return keyPattern(
    piecesOf(written, syntax).filter((piece): piece is GlobPiece => !("variable" in piece)),
  );
}

function matchesText(written: string, key: string): boolean {
  const compiled = compilePattern(written, syntax);
  return compiled.kind === "fixed" && matchesGlob(compiled.glob, key);
}

function matches(tokens: KeyPattern, key: string): boolean {
  return matchesText(patternText("", tokens), key);
}

describe("patterns of keys", () => {
  it("match both patterns that they come from, and nothing else", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (a, b, key) => {
        const met = intersect(read(a), read(b));
        const both = met === "tooMany" ? [] : met;
        expect(both.some((one) => matches(one, key))).toBe(
          matchesText(a, key) && matchesText(b, key),
        );
      }),
      runs(1),
    );
  });

  it("cover only what matches less", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (wide, narrow, key) => {
        fc.pre(covers(read(wide), read(narrow)));
        expect(matchesText(wide, key) || !matchesText(narrow, key)).toBe(true);
      }),
      runs(0.2),
    );
  });

  it("go on where the prefix ends", () => {
    fc.assert(
      fc.property(pattern, text, text, (written, prefix, ending) => {
        const rest = afterPrefix(read(written), prefix);
        expect(rest.some((one) => matchesText(patternText(prefix, one), prefix + ending))).toBe(
          matchesText(written, prefix + ending),
        );
      }),
      runs(1),
    );
  });

  it("are given up when they are too many", () => {
    expect(intersect(read("*a*b*c*d*e*f*"), read("*g*h*i*j*k*l*"))).toBe("tooMany");
  });

  it("are given up when they are too long", () => {
    const long = "a".repeat(1_500);
    expect(intersect(read(`*${long}`), read(`${long}*`))).toBe("tooMany");
  });

  it("keep wildcards that meet in one order", () => {
    expect(read("*?*?")).toEqual(["?", "?", "*"]);
  });
});
