import fc from "fast-check";
import { expect, test } from "vitest";
import { createObjectIndex } from "../../src/lab/state/object-index.ts";

const key = fc.string({ unit: fc.constantFrom("a", "b", "/", "～", "😀", "é"), maxLength: 6 });
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

test("an index walks in byte order whatever was set and deleted", () => {
  fc.assert(
    fc.property(fc.array(key), fc.array(key), key, (set, deleted, at) => {
      const index = createObjectIndex<number>();
      for (const [i, k] of set.entries()) index.set(k, i);
      for (const k of deleted) index.delete(k);
      const left = [...new Set(set)].filter((k) => !deleted.includes(k)).sort(byBytes);
      const walked: string[] = [];
      for (let k = index.firstFrom(""); k !== undefined; k = index.firstAfter(k)) walked.push(k);
      expect(walked).toEqual(left);
      expect(index.size).toBe(left.length);
      expect(index.firstFrom(at)).toBe(left.find((k) => byBytes(k, at) >= 0));
      expect(index.firstAfter(at)).toBe(left.find((k) => byBytes(k, at) > 0));
      expect(index.firstBeyond(at)).toBe(left.find((k) => byBytes(k, at) > 0 && !k.startsWith(at)));
    }),
  );
});

test("100,000 keys in no order are set in the time of a test", () => {
  const index = createObjectIndex<number>();
  for (let i = 0; i < 100_000; i++) index.set(`key-${(i * 7919) % 100_003}`, i);
  expect(index.size).toBe(100_000);
});
