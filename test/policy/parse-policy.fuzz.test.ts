import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type ParsedPolicy, parsePolicy } from "../../src/policy/index.ts";

const valid = JSON.stringify({
  Version: "2012-10-17",
  Id: "x",
  Statement: [
    {
      Sid: "One",
      Effect: "Allow",
      Principal: { AWS: ["111111111111"], Service: "s3.amazonaws.com" },
      Action: ["s3:Get*", "s3:ListBucket"],
      Resource: "arn:aws:s3:::b/${aws:username}/*",
      Condition: { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a", "b*"] } },
    },
    { Effect: "Deny", NotPrincipal: "*", NotAction: "*", NotResource: "*" },
  ],
});

const kinds = fc.constantFrom("identity", "resource", "trust");

/** A valid policy with a stretch of it replaced by another stretch or by anything. */
const mutated = fc
  .tuple(fc.nat(valid.length), fc.nat(40), fc.oneof(fc.string({ unit: "binary" }), slice()))
  .map(([at, length, by]) => valid.slice(0, at) + by + valid.slice(at + length));

function slice(): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(valid.length), fc.nat(60)).map(([at, n]) => valid.slice(at, at + n));
}

function linesOf(text: string): readonly string[] {
  return text.split("\n");
}

function isWellFormed(parsed: ParsedPolicy, text: string): boolean {
  if (parsed.ok) return parsed.value.text === text && JSON.parse(text) !== null;
  const lines = linesOf(text);
  return parsed.problems.every(({ line, column, message }) => {
    const length = lines[line - 1]?.length ?? -1;
    return column >= 1 && column <= length + 1 && message !== "";
  });
}

describe("parsePolicy never throws, and places every problem within the text", () => {
  it.each([
    ["any text", fc.string({ unit: "binary", maxLength: 200 })],
    ["any JSON", fc.json({ maxDepth: 6 })],
    ["a policy with a part replaced", mutated],
  ])("%s", (_name, texts) => {
    fc.assert(
      fc.property(texts, kinds, (text, kind) => {
        expect(isWellFormed(parsePolicy(text, kind), text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
