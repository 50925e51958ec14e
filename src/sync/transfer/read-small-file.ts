import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { changedFile } from "./changed-file.ts";
import {
  type FileState,
  flagsToRead,
  isOther,
  requireFile,
  whyNotOpened,
} from "../sides/open-source.ts";
import type { SyncOptions } from "../options.ts";

/** What a file held, and what was known of it then. */
export interface ReadFile {
  readonly body: Uint8Array;
  readonly state: FileState;
}

/** `most` is how many bytes are read at one go. */
export interface HowToRead extends Pick<SyncOptions, "followSymlinks"> {
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
    const { size, mtimeMs, ino } = before;
    return { body, state: { size, mtimeMs, ino } };
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
