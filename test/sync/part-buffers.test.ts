import { expect, test } from "vitest";
import { PartBuffers } from "../../src/sync/transfer/part-buffers.ts";

const MIB = 1024 * 1024;

/** Runs so many works of one length at once and tells which memory each had, and how many ran together. */
async function useMany(
  buffers: PartBuffers,
  { count, length }: { readonly count: number; readonly length: number },
): Promise<{ readonly memories: ReadonlySet<ArrayBufferLike>; readonly most: number }> {
  const memories = new Set<ArrayBufferLike>();
  let running = 0;
  let most = 0;
  const work = async (buffer: Buffer): Promise<void> => {
    expect(buffer).toHaveLength(length);
    memories.add(buffer.buffer);
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  await Promise.all(Array.from({ length: count }, () => buffers.use(length, work)));
  return { memories, most };
}

test("twenty parts go through the memory of four, and so do the next twenty", async () => {
  const buffers = new PartBuffers(8 * MIB);
  const first = await useMany(buffers, { count: 20, length: 2 * MIB });
  expect(first.most).toBe(4);
  expect(first.memories.size).toBe(4);
  const then = await useMany(buffers, { count: 20, length: 2 * MIB - 1 });
  expect([...then.memories].every((memory) => first.memories.has(memory))).toBe(true);
});

test("no two works have the same bytes at once", async () => {
  const buffers = new PartBuffers(8 * MIB);
  const work = async (buffer: Buffer): Promise<boolean> => {
    const mark = Math.random();
    buffer.writeDoubleLE(mark, 0);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return buffer.readDoubleLE(0) === mark;
  };
  const kept = await Promise.all(Array.from({ length: 30 }, () => buffers.use(2 * MIB, work)));
  expect(kept).not.toContain(false);
});

test("a larger part takes the place of spare buffers that are too small", async () => {
  const buffers = new PartBuffers(8 * MIB);
  const small = await useMany(buffers, { count: 4, length: 2 * MIB });
  const large = await useMany(buffers, { count: 3, length: 8 * MIB });
  expect(large.most).toBe(1);
  expect(large.memories.size).toBe(1);
  const again = await useMany(buffers, { count: 1, length: 2 * MIB });
  expect([...again.memories].some((memory) => small.memories.has(memory))).toBe(false);
});

test("a part larger than all runs alone", async () => {
  const { most } = await useMany(new PartBuffers(MIB), { count: 3, length: 3 * MIB });
  expect(most).toBe(1);
});

test("a work that fails gives its memory back", async () => {
  const buffers = new PartBuffers(2 * MIB);
  const failing = buffers.use(2 * MIB, (buffer) => Promise.reject(new Error(`${buffer.length}`)));
  await expect(failing).rejects.toThrow("2097152");
  expect((await useMany(buffers, { count: 2, length: 2 * MIB })).memories.size).toBe(1);
});
