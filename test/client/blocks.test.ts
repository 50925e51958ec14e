import { expect, test } from "vitest";
import { BodyQueue } from "../../src/client/http/body-queue.ts";
import { Blocks } from "../../src/client/http/blocks.ts";

const MIB = 1024 * 1024;

test("sixteen blocks are large, and small ones are added", () => {
  const blocks = new Blocks("own");
  const sizes = Array.from({ length: 20 }, () => blocks.take(100 * MIB).length / MIB);
  expect(sizes).toEqual([...Array<number>(16).fill(2), ...Array<number>(4).fill(1 / 16)]);
});

/** The large blocks that are not lent at the moment; all had to be made. */
function largeLeft(blocks: Blocks): number {
  let large = 0;
  while (blocks.take(100 * MIB).length === 2 * MIB) large++;
  return large;
}

const FLOW = { pause: () => undefined, resume: () => undefined, abort: () => undefined };

test.each([
  ["of unknown length that was read to the end", undefined, "finish"],
  ["that broke off", 8 * MIB, "break"],
  ["that nobody wants the rest of", 8 * MIB, "return"],
  ["that nobody wants and that broke off then", 8 * MIB, "return, break"],
] as const)("a body %s gives back all its blocks, each once", async (_name, length, how) => {
  const blocks = new Blocks("shared");
  for (let round = 0; round < 20; round++) {
    const body = new BodyQueue(FLOW, length, blocks);
    const first = body.next();
    body.push(body.room() ?? Buffer.alloc(0));
    expect(body.room()).toHaveLength(2 * MIB);
    await first;
    body.push(body.room() ?? Buffer.alloc(0));
    body.room();
    if (how.startsWith("return")) await body.return();
    if (how.endsWith("break")) body.finish(new Error("broke off"));
    if (how === "finish") body.finish();
    const rest = await Promise.allSettled([body.next(), body.next(), body.next()]);
    expect(rest.at(-1)?.status).toBe(how === "break" ? "rejected" : "fulfilled");
  }
  expect(largeLeft(blocks)).toBe(16);
});

test("what was read to its place is handed over there, and what was not is copied to it", async () => {
  const body = new BodyQueue(FLOW, 8 * MIB, new Blocks("own"));
  body.push(Buffer.alloc(10, "a"));
  const room = body.room();
  expect(room).toHaveLength(2 * MIB - 10);
  const next = body.next();
  room?.fill("b");
  body.push(room ?? Buffer.alloc(0));
  const { value } = await next;
  expect(value?.buffer).toBe(room?.buffer);
  expect(value).toEqual(Buffer.concat([Buffer.alloc(10, "a"), Buffer.alloc(2 * MIB - 10, "b")]));
});

test("only the end of a body is read with a byte more, and where nothing is lent there is no room", () => {
  const body = new BodyQueue(FLOW, 3 * MIB, new Blocks("own"));
  const first = body.room();
  expect(first).toHaveLength(2 * MIB);
  body.push(first ?? Buffer.alloc(0));
  expect(body.room()).toHaveLength(MIB + 1);
  expect(new BodyQueue(FLOW, 3 * MIB).room()).toBeUndefined();
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
