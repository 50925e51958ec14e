import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { errnoOf } from "../errno.ts";
import { linesOf } from "../plan/spool.ts";
import { holderOf } from "./lock-file.ts";
import type { FoundJournal } from "./read-journal.ts";
import { readJournal } from "./read-journal.ts";

const JOURNAL_NAME = /^([0-9a-f]{8})[.]jsonl$/;

/** Unfinished journals without uploads are kept for so long. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Where journals are kept unless told otherwise (XDG Base Directory Specification, `XDG_STATE_HOME`). */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = env["XDG_STATE_HOME"] ?? "";
  // A relative path is to be ignored, says the specification.
  if (isAbsolute(given)) return join(given, "sluice");
  const home = env["HOME"] ?? env["USERPROFILE"];
  return home === undefined ? undefined : join(home, ".local", "state", "sluice");
}

export function journalPath(directory: string, id: string): string {
  return join(directory, `${id}.jsonl`);
}

export function lockPath(directory: string, id: string): string {
  return join(directory, `${id}.lock`);
}

/** Throws when a directory cannot be read, unless there is none. */
export async function requireReadable(directory: string): Promise<void> {
  await readdir(directory).catch(ifGone);
}

/** The journals in a directory whose processes are not running; none where there is no directory that can be read. */
export async function deadJournals(directory: string): Promise<readonly FoundJournal[]> {
  const found: FoundJournal[] = [];
  for (const id of await deadIds(directory)) {
    const journal = await readJournal(journalPath(directory, id)).catch(ifGone);
    if (journal?.run.id === id) found.push(journal);
  }
  return found;
}

async function deadIds(directory: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of (await readdir(directory).catch(ifShut)) ?? []) {
    const id = JOURNAL_NAME.exec(name)?.[1];
    if (id === undefined || (await holderOf(lockPath(directory, id))) !== undefined) continue;
    ids.push(id);
  }
  return ids;
}

/** Removes a journal, and the lock that a dead process left with it, where it may: its last line says that it is over. */
export async function removeJournal(directory: string, id: string): Promise<void> {
  for (const path of [journalPath(directory, id), lockPath(directory, id)]) {
    await rm(path, { force: true }).catch(ifShut);
  }
}

/** Removes the journals of finished runs, and those of dead ones that nobody will go on with. */
export async function sweepJournals(
  directory: string,
  dead: readonly FoundJournal[],
): Promise<void> {
  for (const id of await deadIds(directory)) {
    const path = journalPath(directory, id);
    // Its process was killed as it made the file: nothing had been done that a line would tell.
    if (await isEmpty(path)) await removeJournal(directory, id);
  }
  for (const { run, state } of dead) {
    const isOld = async (): Promise<boolean> => {
      const written = await stat(journalPath(directory, run.id)).catch(ifGone);
      return written !== undefined && Date.now() - written.mtimeMs > KEPT_MS;
    };
    const holdsUploads = state.uploads.size > 0;
    if (state.hasEnded || (!holdsUploads && (await isOld()))) {
      await removeJournal(directory, run.id);
    }
  }
}

/** Whether there is a file without a line; another run may have removed its own meanwhile. */
async function isEmpty(path: string): Promise<boolean> {
  const lines = linesOf(createReadStream(path, "latin1"));
  const first = await lines.next().catch(ifGone);
  await lines.return();
  return first?.done === true;
}

function ifGone(error: unknown): undefined {
  if (errnoOf(error) === "ENOENT") return undefined;
  throw error;
}

/** What this user may not look into holds nothing of this user's runs. */
function ifShut(error: unknown): undefined {
  const code = errnoOf(error) ?? "";
  if (!["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) ifGone(error);
  return undefined;
}
