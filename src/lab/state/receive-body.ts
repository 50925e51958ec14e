import { rename, rm } from "node:fs/promises";
import { startHash } from "../node-digest.ts";
import { type FileWriter, openFileWriter } from "./file-writer.ts";
import type { ReceivedBody } from "./stored-body.ts";

// Above this a file is faster than a row (docs/performance.md).
const MAX_ROW = 64 * 1024;

interface Naming {
  readonly nextId: () => string;
  readonly pathOf: (id: string) => string;
}

/** Holds bytes in memory while they are few, then spills them to a file; removes it on failure. */
export async function receiveBody(
  pieces: AsyncIterable<Uint8Array>,
  { nextId, pathOf }: Naming,
): Promise<ReceivedBody> {
  const md5 = startHash("md5");
  const id = nextId();
  const held: Uint8Array[] = [];
  let size = 0;
  let file: FileWriter | undefined;
  let incoming = "";
  try {
    for await (const piece of pieces) {
      md5.update(piece);
      size += piece.length;
      if (file !== undefined) {
        await file.add(piece);
        continue;
      }
      held.push(piece);
      if (size <= MAX_ROW) continue;
      incoming = `${pathOf(id)}.incoming`;
      file = await openFileWriter(incoming);
      for (const early of held) await file.add(early);
    }
    await file?.close();
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (file !== undefined) await rm(incoming, { force: true });
    throw error;
  }
  if (size === 0) return { size, md5: md5.digest(), segments: [] };
  if (file === undefined) {
    return { size, md5: md5.digest(), segments: [{ id, size, bytes: Buffer.concat(held) }] };
  }
  await rename(incoming, pathOf(id));
  return { size, md5: md5.digest(), segments: [{ id, size, isFile: true }] };
}
