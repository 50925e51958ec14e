import { open } from "node:fs/promises";
import type { Segment } from "./stored-body.ts";

// Larger buffers are fresh memory each time, and cost more than they save (docs/performance.md).
const READ_SIZE = 128 * 1024;

interface Reading {
  readonly start: number;
  readonly end: number;
  readonly pathOf: (id: string) => string;
  readonly done: () => Promise<void>;
}

/** Bytes `start` to before `end` of all segments together. */
export async function* readSegments(
  segments: readonly Segment[],
  { start, end, pathOf, done }: Reading,
): AsyncGenerator<Uint8Array> {
  try {
    let offset = 0;
    for (const { id, size, bytes } of segments) {
      const from = Math.max(0, start - offset);
      const to = Math.min(size, end - offset);
      offset += size;
      if (from >= to) continue;
      if (bytes !== undefined) yield bytes.subarray(from, to);
      else yield* readFile(pathOf(id), from, to);
    }
  } finally {
    await done();
  }
}

/** Reads on while the last stretch is being sent. */
async function* readFile(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  const readAt = async (at: number): Promise<Uint8Array> => {
    const length = Math.min(READ_SIZE, end - at);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) throw new Error("a stored body is shorter than it was written");
    return buffer.subarray(0, bytesRead);
  };
  let reading: Promise<Uint8Array> | undefined;
  try {
    for (let at = start; at < end;) {
      const piece = await (reading ?? readAt(at));
      at += piece.length;
      reading = at < end ? readAt(at) : undefined;
      // It is awaited in the next round, unless nobody asks for more.
      reading?.catch(() => undefined);
      yield piece;
    }
  } finally {
    await reading?.catch(() => undefined);
    await file.close();
  }
}
