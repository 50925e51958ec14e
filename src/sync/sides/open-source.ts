import { constants, type Stats } from "node:fs";
import { errnoOf } from "../errno.ts";
import type { SyncOptions } from "../options.ts";
import { SkippedFile } from "../report/warning.ts";

/**
 * How to open what was a file when it was listed: it may be a pipe by now, which would be waited for,
 * or a link, which is followed only where links are.
 */
export function flagsToRead({ followSymlinks }: Pick<SyncOptions, "followSymlinks">): number {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  return followSymlinks ? flags : flags | constants.O_NOFOLLOW;
}

/** What a file that cannot be opened is told as. */
export function whyNotOpened(error: unknown): unknown {
  const code = errnoOf(error);
  if (code === "EACCES" || code === "EPERM") return new SkippedFile("unreadable");
  // A socket answers with the second.
  if (code === "ELOOP") return new SkippedFile("replaced");
  return code === "ENXIO" ? new SkippedFile("special") : error;
}

/** Throws when what has been opened is no file any more. */
export function requireFile(opened: Stats): void {
  if (opened.isFile()) return;
  throw new SkippedFile(opened.isDirectory() ? "replaced" : "special");
}

/** What tells one state of a file from another. */
export type FileState = Pick<Stats, "size" | "mtimeMs" | "ino">;

/** Whether a file is another than it was, or holds something else. */
export function isOther(before: FileState, after: FileState): boolean {
  return after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino;
}
