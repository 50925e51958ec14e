import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { changedFile } from "./changed-file.ts";
import { errnoOf } from "./errno.ts";
import { SkippedFile } from "./warning.ts";

/** Reads a file whole if it is one and no larger than `most` bytes; fails if it changes meanwhile. */
export function readSmallFile(path: string, most: number): Buffer | undefined {
  const file = openAtOnce(path);
  try {
    const before = fstatSync(file);
    if (!before.isFile() || before.size > most) return undefined;
    const body = Buffer.allocUnsafe(before.size);
    for (let filled = 0; filled < body.length;) {
      const read = readSync(file, body, filled, body.length - filled, filled);
      if (read === 0) throw changedFile(path);
      filled += read;
    }
    if (isAnother(before, fstatSync(file))) throw changedFile(path);
    return body;
  } finally {
    closeSync(file);
  }
}

/** What was a file when it was listed may be a pipe by now, which would be waited for. */
function openAtOnce(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    if (code === "EACCES" || code === "EPERM") throw new SkippedFile("unreadable");
    throw error;
  }
}

function isAnother(before: Stats, after: Stats): boolean {
  return after.size !== before.size || after.mtimeMs !== before.mtimeMs;
}
