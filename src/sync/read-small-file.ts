import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { changedFile } from "./changed-file.ts";
import { flagsToRead, isOther, requireFile, whyNotOpened } from "./open-source.ts";
import type { SyncOptions } from "./options.ts";

/** What a file held, and what was known of it then. */
interface ReadFile {
  readonly body: Buffer;
  readonly stats: Stats;
}

/** `most` is how many bytes are read at one go. */
interface HowToRead extends Pick<SyncOptions, "followSymlinks"> {
  readonly most: number;
}

/** Reads a file whole unless it is too large for that; fails if it changes meanwhile. */
export function readSmallFile(path: string, how: HowToRead): ReadFile | undefined {
  const file = openAtOnce(path, how);
  try {
    const before = fstatSync(file);
    requireFile(before);
    if (before.size > how.most) return undefined;
    const body = Buffer.allocUnsafe(before.size);
    for (let filled = 0; filled < body.length;) {
      const read = readSync(file, body, filled, body.length - filled, filled);
      if (read === 0) throw changedFile(path);
      filled += read;
    }
    if (isOther(before, fstatSync(file))) throw changedFile(path);
    return { body, stats: before };
  } finally {
    closeSync(file);
  }
}

function openAtOnce(path: string, how: HowToRead): number {
  try {
    return openSync(path, flagsToRead(how));
  } catch (error) {
    throw whyNotOpened(error);
  }
}
