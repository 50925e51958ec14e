import { deadJournals, lockPath, removeJournal, sweepJournals } from "./journal-directory.ts";
import type { UploadRecord } from "./journal-record.ts";
import { takeLock } from "./lock-file.ts";
import type { RunJournal } from "./run-journal.ts";

/** A dead run whose work another one has done, and what it left. */
export interface Superseded {
  readonly uploads: readonly UploadRecord[];
  readonly files: readonly string[];
  readonly release: (outcome: "finished" | "unfinished") => Promise<void>;
}

/** The dead runs of the same command as a run that is done; journals of no use any more are removed. */
export async function* supersededBy({
  id: own,
  place: { directory },
  command: { job },
}: RunJournal): AsyncGenerator<Superseded, void, undefined> {
  const dead = (await deadJournals(directory)).filter(({ run }) => run.id !== own);
  await sweepJournals(directory, dead);
  for (const { run, state } of dead) {
    if (run.command.job !== job || state.hasEnded) continue;
    const lock = await takeLock(lockPath(directory, run.id));
    // Somebody has just resumed it.
    if (!("release" in lock)) continue;
    yield {
      uploads: [...state.uploads.values()],
      files: [...state.files.keys()],
      release: async (outcome) => {
        if (outcome === "finished") await removeJournal(directory, run.id);
        await lock.release();
      },
    };
  }
}
