import { AwsError } from "../../aws/index.ts";
import { asError } from "../errno.ts";
import type { Ledger } from "../run/ledger.ts";
import { keyPrefix, type Place } from "../sides/place.ts";
import type { Sides } from "../sides/sides.ts";
import type { Again } from "./open-run.ts";
import type { UploadRecord } from "./journal-record.ts";
import type { RunJournal } from "./run-journal.ts";
import { type Superseded, supersededBy } from "./superseded-by.ts";
import { removeTemporary } from "./sweeper-for.ts";

/** A run with its journal. */
export interface FollowedRun {
  readonly destination: Place;
  readonly sides: Sides;
  readonly ledger: Ledger;
  readonly again?: Again | undefined;
  readonly journal?: RunJournal | undefined;
}

/** Tells where a run goes on, and has the journal count with it. */
export async function followRun({ ledger, again, journal }: FollowedRun): Promise<void> {
  if (journal === undefined) return;
  journal.follow(() => ledger.totals);
  const { resumption } = journal;
  if (resumption === undefined) return;
  const { damagedLine } = resumption;
  await ledger.events.put({
    type: "resumed",
    run: journal.id,
    before: ledger.before,
    listsAgain: again === undefined,
    ...(damagedLine !== undefined && { damagedLine }),
  });
}

/**
 * After a run that did everything: writes the tags that a process of this run did not come to, aborts the uploads and removes the files that dead processes of this
 * run, or of runs of the same command, have left, as their journals name them.
 */
export async function cleanUp(run: FollowedRun): Promise<void> {
  const { journal } = run;
  if (journal === undefined) return;
  await writeLateTags(run, journal);
  await abortAll(run, journal.openUploads, (id) => {
    journal.uploadEnded(id);
  });
  await Promise.all(journal.leftFiles.map(removeTemporary));
  for await (const dead of supersededBy(journal)) await replace(run, dead);
}

/** Objects that are as they should be are not transferred again; what they lack, the journal alone tells. */
async function writeLateTags({ sides, ledger }: FollowedRun, journal: RunJournal): Promise<void> {
  for (const { key, to, tags } of journal.lateTags) {
    try {
      await sides.putTags?.(to, tags);
      journal.tagged(key);
    } catch (error) {
      if (error instanceof AwsError && error.code === "NoSuchKey") journal.tagged(key);
      else {
        const at = { key, side: "destination", error: asError(error) } as const;
        await ledger.warned("tags-not-written", at);
      }
    }
  }
}

async function replace(run: FollowedRun, dead: Superseded): Promise<void> {
  const left = await abortAll(run, dead.uploads, () => undefined);
  await Promise.all(dead.files.map(removeTemporary));
  // What could not be aborted is tried again by the next run.
  await dead.release(left === 0 ? "finished" : "unfinished");
}

/** Answers how many could not be aborted; each is told. */
async function abortAll(
  { sides, ledger, destination }: FollowedRun,
  uploads: readonly UploadRecord[],
  whenGone: (uploadId: string) => void,
): Promise<number> {
  const prefix = destination.kind === "s3" ? keyPrefix(destination.prefix) : "";
  let left = 0;
  for (const { key, uploadId, algorithm } of uploads) {
    try {
      await sides.abortUpload?.({ key, uploadId, checksumAlgorithm: algorithm });
      whenGone(uploadId);
    } catch (error) {
      left++;
      const at = {
        key: key.slice(prefix.length),
        side: "destination",
        error: asError(error),
      } as const;
      await ledger.warned("orphaned-upload", at);
    }
  }
  return left;
}

/** Closes the journal; it stays where something is left for another process, which is told. */
export async function endJournal({ ledger, journal }: FollowedRun, isOver: boolean): Promise<void> {
  if (journal === undefined) return;
  const uploads = journal.openUploads.length;
  const isLeft = uploads > 0 || journal.lateTags.length > 0;
  const isFinished = isOver && !isLeft;
  await journal.close(isFinished ? "finished" : "unfinished");
  if (isFinished) return;
  if (journal.isResumable) {
    await ledger.events.put({ type: "resumable", run: journal.id, uploads });
  } else if (journal.fault !== undefined) {
    await ledger.events.put({ type: "notResumable", error: asError(journal.fault) });
  }
}
