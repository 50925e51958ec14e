import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { isTemporaryName, removeIfStale, tagOfTemporary } from "../transfer/temporary-file.ts";
import type { RunJournal } from "./run-journal.ts";

/**
 * Removes files of unfinished downloads as they are met: at once those of processes that are known to
 * be dead, after a day those of any other. What the run may go on with stays.
 */
export function sweeperFor(journal: RunJournal | undefined): (path: string) => Promise<void> {
  let dead: Promise<ReadonlySet<string>> | undefined;
  return async (path) => {
    dead ??= journal?.deadTags() ?? Promise.resolve(new Set());
    const tag = tagOfTemporary(basename(path)) ?? "";
    if (!(await dead).has(tag)) await removeIfStale(path);
    else if (journal?.hasFile(path) !== true) await rm(path, { force: true });
  };
}

/** Removes the file of an unfinished download, whose name says that it is one. */
export async function removeTemporary(path: string): Promise<void> {
  if (isTemporaryName(basename(path))) await rm(path, { force: true });
}
