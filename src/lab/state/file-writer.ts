import { type FileHandle, open } from "node:fs/promises";

// Each write is a trip to another thread; more than this has left the processor's cache by then.
const WRITE_SIZE = 256 * 1024;

/** Writes a file in the background of what feeds it, one write at a time. */
export interface FileWriter {
  add(piece: Uint8Array): Promise<void>;
  /** Once all is written; the file is closed even when that fails. */
  close(): Promise<void>;
}

/** Makes a file that is not there yet. */
export async function openFileWriter(path: string): Promise<FileWriter> {
  const file = await open(path, "wx", 0o600);
  let held: Uint8Array[] = [];
  let size = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    const pieces = held;
    held = [];
    size = 0;
    writing = writeAll(file, pieces);
    // It is awaited before the next write; until then a failure waits too.
    writing.catch(() => undefined);
  };
  return {
    async add(piece) {
      held.push(piece);
      size += piece.length;
      if (size >= WRITE_SIZE) await flush();
    },
    async close() {
      try {
        await flush();
        await writing;
      } finally {
        await file.close();
      }
    },
  };
}

/** `writev` may write less than it is given. */
async function writeAll(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const wanted = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (wanted === 0) return;
  const { bytesWritten } = await file.writev([...pieces]);
  if (bytesWritten < wanted) await file.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
}
