import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { systemReason } from "../errno.ts";
import {
  deadJournals,
  journalPath,
  lockPath,
  removeJournal,
  requireReadable,
} from "./journal-directory.ts";
import { makeDirectory } from "../make-directory.ts";
import { JournalFile } from "./journal-file.ts";
import type { SavedCommand } from "./journal-record.ts";
import { holderOf, type Lock, takeLock } from "./lock-file.ts";
import { bootId, type ProcessMark } from "./process-mark.ts";
import { type FoundJournal, readJournal } from "./read-journal.ts";
import { RunJournal } from "./run-journal.ts";

/** Where journals are kept; a directory that was asked for serves one run at a time. */
export interface JournalPlace {
  readonly directory: string;
  readonly isGiven: boolean;
}

/** Begins the journal of a new run; nothing is written before there is something to say. */
export async function beginJournal(
  place: JournalPlace,
  command: SavedCommand,
): Promise<RunJournal> {
  const id = randomTag();
  const locks = await lockPlace(place);
  const file = new JournalFile({
    path: journalPath(place.directory, id),
    first: { t: "run", v: 1, id, startedMs: Date.now(), boot: bootId(), command },
    prepare: async () => {
      makeDirectory(place.directory, 0o700);
      locks.push(await lockRun(place.directory, id));
    },
  });
  return new RunJournal({
    id,
    tag: id,
    place,
    command,
    file,
    release: releaseOf(place, id, locks),
  });
}

function randomTag(): string {
  return randomBytes(4).toString("hex");
}

/**
 * Takes over the journal of a run that has not come to its end; without an id, of the only one. Throws
 * `UsageError` where there is none, or another process is at it.
 */
export async function resumeJournal(
  place: JournalPlace,
  wanted: string | undefined,
): Promise<RunJournal> {
  const { directory } = place;
  const locks = await lockPlace(place);
  try {
    const id = await resumableId(directory, wanted);
    locks.push(await lockRun(directory, id));
    // Read only now: until it was locked another process may have gone on with it.
    const found = await readJournal(journalPath(directory, id));
    if (found === undefined || found.state.hasEnded) throw await notResumable(directory, id);
    return takenOver(place, found, locks);
  } catch (error) {
    for (const lock of locks) await lock.release();
    throw error;
  }
}

function takenOver(
  place: JournalPlace,
  { run, state, wholeBytes, damagedLine }: FoundJournal,
  locks: readonly Lock[],
): RunJournal {
  const { id, command } = run;
  const path = journalPath(place.directory, id);
  const boot = bootId();
  const resumption = {
    position: damagedLine === undefined ? state.position : undefined,
    hasRestarted: state.hasRestarted(boot),
    counts: state.counts,
    damagedLine,
  };
  const prepare = (): Promise<void> => cutTo(path, wholeBytes);
  const tag = randomTag();
  const file = new JournalFile({ path, first: { t: "resume", boot, tag }, prepare });
  const release = releaseOf(place, id, locks);
  return new RunJournal({ id, tag, place, command, file, left: state, resumption, release });
}

/** Takes away the line that a kill tore, so that the next one stands on its own. */
async function cutTo(path: string, bytes: number): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.truncate(bytes);
  } finally {
    await handle.close();
  }
}

function releaseOf(
  { directory }: JournalPlace,
  id: string,
  locks: readonly Lock[],
): (outcome: "finished" | "unfinished") => Promise<void> {
  return async (outcome) => {
    if (outcome === "finished") await removeJournal(directory, id);
    for (const lock of locks) await lock.release();
  };
}

async function lockPlace({ directory, isGiven }: JournalPlace): Promise<Lock[]> {
  if (!isGiven) return [];
  try {
    makeDirectory(directory, 0o700);
    const lock = await takeLock(join(directory, "lock"));
    if ("release" in lock) return [lock];
    throw new UsageError({
      en: `cannot keep a journal in \`${directory}\`: process ${lock.pid} does; give each run a \`--journal\` directory of its own`,
      ja: `\`${directory}\` に実行記録を書けません。プロセス ${lock.pid} が使っています。実行ごとに別の \`--journal\` ディレクトリを指定してください`,
    });
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UsageError({
      en: `cannot keep a journal in \`${directory}\`: ${reason.en}`,
      ja: `\`${directory}\` に実行記録を書けません: ${reason.ja}`,
    });
  }
}

async function lockRun(directory: string, id: string): Promise<Lock> {
  const lock = await takeLock(lockPath(directory, id));
  if ("release" in lock) return lock;
  throw isGoingOn(id, lock);
}

function isGoingOn(id: string, { pid }: ProcessMark): UsageError {
  return new UsageError({
    en: `cannot resume run \`${id}\`: it is going on in process ${pid}`,
    ja: `実行 \`${id}\` を再開できません。プロセス ${pid} で実行中です`,
  });
}

async function resumableId(directory: string, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    const holder = await holderOf(lockPath(directory, wanted));
    if (holder !== undefined) throw isGoingOn(wanted, holder);
  }
  await requireReadable(directory);
  const dead = await deadJournals(directory);
  const ids = dead.filter(({ state }) => !state.hasEnded).map(({ run }) => run.id);
  const [only] = ids;
  if (wanted === undefined && only !== undefined && ids.length === 1) return only;
  if (wanted !== undefined && ids.includes(wanted)) return wanted;
  throw await notResumable(directory, wanted);
}

/** Names the runs that could be resumed instead. */
async function notResumable(directory: string, wanted: string | undefined): Promise<UsageError> {
  const dead = await deadJournals(directory);
  const unfinished = dead.filter(({ state }) => !state.hasEnded);
  const what =
    wanted === undefined
      ? { en: "cannot resume", ja: "再開できません" }
      : { en: `cannot resume run \`${wanted}\``, ja: `実行 \`${wanted}\` を再開できません` };
  if (unfinished.length === 0) {
    return new UsageError({
      en: `${what.en}: there is no unfinished run in \`${directory}\``,
      ja: `${what.ja}。\`${directory}\` に終わっていない実行はありません`,
    });
  }
  const listed = unfinished.map(
    ({ run: { id, startedMs, command } }) =>
      `\`${id}\` (${new Date(startedMs).toISOString()}, ${command.positionals.join(" to ")})`,
  );
  const why =
    wanted === undefined
      ? { en: "say which", ja: "どれかを指定してください" }
      : {
          en: `it is not an unfinished run in \`${directory}\``,
          ja: `\`${directory}\` にある終わっていない実行ではありません`,
        };
  return new UsageError({
    en: `${what.en}: ${why.en}; unfinished are ${listed.join(", ")}`,
    ja: `${what.ja}。${why.ja}。終わっていない実行: ${listed.join("、")}`,
  });
}
