import { expect, test } from "vitest";
import { Blocks } from "../../src/client/http/blocks.ts";

const MIB = 1024 * 1024;

test.each([
  [1, 2 * MIB],
  [8, 2 * MIB],
  [9, MIB],
  [16, MIB],
  [17, MIB / 2],
  [400, MIB / 8],
])("of %i bodies each gets blocks of %i bytes", (bodies, bytes) => {
  const blocks = new Blocks("own");
  for (let at = 0; at < bodies; at++) blocks.begin();
  expect(blocks.take(100 * MIB)).toHaveLength(bytes);
});

test("a block is used again, and is no longer than what is left", () => {
  const blocks = new Blocks("shared");
  blocks.begin();
  const block = blocks.take(100 * MIB);
  blocks.giveBack(block.subarray(0, 10));
  expect(blocks.take(1000)).toHaveLength(1000);
  const again = blocks.take(100 * MIB);
  expect(again.buffer).toBe(block.buffer);
  expect(again).toHaveLength(2 * MIB);
  expect(blocks.take(100 * MIB).buffer).not.toBe(block.buffer);
});

test("blocks of another size are not kept, and are large again once all bodies are read", () => {
  const blocks = new Blocks("own");
  blocks.begin();
  const large = blocks.take(100 * MIB);
  for (let at = 1; at < 9; at++) blocks.begin();
  blocks.giveBack(large);
  expect(blocks.take(100 * MIB)).toHaveLength(MIB);
  for (let at = 0; at < 8; at++) blocks.end();
  // Else bodies that come and go about a limit would have new memory each time.
  expect(blocks.take(100 * MIB)).toHaveLength(MIB);
  blocks.end();
  blocks.begin();
  expect(blocks.take(100 * MIB)).toHaveLength(2 * MIB);
});
