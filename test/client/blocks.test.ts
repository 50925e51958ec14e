import { expect, test } from "vitest";
import { Blocks } from "../../src/client/http/blocks.ts";

const MIB = 1024 * 1024;

test("sixteen blocks are large, and small ones are added", () => {
  const blocks = new Blocks("own");
  const sizes = Array.from({ length: 20 }, () => blocks.take(100 * MIB).length / MIB);
  expect(sizes).toEqual([...Array<number>(16).fill(2), ...Array<number>(4).fill(1 / 16)]);
});

test.each(["own", "shared"] as const)("a block that was given back is used again (%s)", (kind) => {
  const blocks = new Blocks(kind);
  const block = blocks.take(100 * MIB);
  blocks.giveBack(block.subarray(0, 10));
  const again = blocks.take(100 * MIB);
  expect(again).toHaveLength(2 * MIB);
  expect(again.buffer).toBe(block.buffer);
  expect(blocks.take(100 * MIB).buffer).not.toBe(block.buffer);
});

test("a block is no longer than what is left of the body, and a small end is not kept", () => {
  const blocks = new Blocks("own");
  const end = blocks.take(1000);
  expect(end).toHaveLength(1000);
  blocks.giveBack(end);
  blocks.giveBack(blocks.take(100 * MIB));
  expect(blocks.take(1000)).toHaveLength(1000);
  expect(blocks.take(3 * MIB)).toHaveLength(2 * MIB);
});
