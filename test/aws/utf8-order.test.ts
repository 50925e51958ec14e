import fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "../../src/aws/index.ts";

test("keys sort by their UTF-8 bytes", () => {
  // Graphemes and the ends of each range of units: surrogate pairs against U+E000 and up.
  const unit = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("\u007F", "\u0080", "\u07FF", "\uD7FF", "\uE000", "\uFFFF", "\u{10000}", "😀"),
  );
  const text = fc.array(unit).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, text, (a, b, shared) => {
      const [x, y] = [shared + a, shared + b];
      expect(Math.sign(compareUtf8(x, y))).toBe(
        Math.sign(Buffer.compare(Buffer.from(x), Buffer.from(y))),
      );
    }),
    { numRuns: 2000 },
  );
});
