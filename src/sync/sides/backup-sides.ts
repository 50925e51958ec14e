import { constants } from "node:fs";
import { copyFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { ToldError, toldIn } from "../../aws/index.ts";
import { backupOptions } from "./backup-options.ts";
import { copy } from "../transfer/copy.ts";
import { DestinationRoot } from "./destination-root.ts";
import { download } from "../transfer/download.ts";
import { eachPart } from "../transfer/each-part.ts";
import { asError } from "../errno.ts";
import { makeDirectory } from "../make-directory.ts";
import { formatSpot, type Place, type Spot, spotAt } from "./place.ts";
import type { BucketStore, Entry } from "../ports.ts";
import { refuseBackupInside } from "./refuse-backup-inside.ts";
import type { Sides } from "./sides.ts";
import { upload } from "../transfer/upload.ts";
import { type Reporter, withOptions, type Workbench } from "../run/workbench.ts";

/** Where what is replaced or deleted is kept, and the store of it where that is in S3. */
export interface Backup {
  readonly place: Place;
  readonly store?: BucketStore;
}

/** A run that keeps what it takes away. */
export interface BackedUp {
  readonly source: Place;
  readonly destination: Place;
  readonly stores: { readonly destination?: BucketStore };
  readonly backup: Backup;
}

/**
 * The same sides, which first keep what they replace or delete; what cannot be kept is neither
 * replaced nor deleted. Throws `UsageError` where the run would take the backup itself along.
 */
export function backupSides(sides: Sides, run: BackedUp, bench: Workbench): Sides {
  refuseBackupInside(run, bench.options);
  const keep = keeper(run, bench);
  return {
    ...sides,
    transfer: async (change, reporter) => {
      if (change.destination !== undefined) await keep(change.destination);
      await sides.transfer(change, reporter);
    },
    remove: async (batch) => {
      const refused = new Map<string, unknown>();
      await eachPart(batch, bench.options.maxConcurrentRequests, async ({ key, destination }) => {
        await keep(destination).catch((error: unknown) => refused.set(key, error));
      });
      const kept = batch.filter(({ key }) => !refused.has(key));
      if (kept.length === 0) return refused;
      return new Map([...refused, ...(await sides.remove(kept))]);
    },
  };
}

type Keep = (entry: Entry) => Promise<void>;

function keeper({ destination, stores, backup }: BackedUp, bench: Workbench): Keep {
  const options = backupOptions(bench.options);
  // Of one run's transfers alone the journal keeps what another process needs.
  const own: Workbench = { ...withOptions(bench, options), journal: undefined };
  return async (entry) => {
    const [from, to] = [spotAt(destination, entry.key), spotAt(backup.place, entry.key)];
    try {
      await keepOne({ from, to, entry, stores: { ...stores, backup: backup.store } }, own, backup);
    } catch (error) {
      const why = asError(error);
      throw new ToldError(
        {
          en: `cannot keep \`${formatSpot(from)}\` as \`${formatSpot(to)}\`, so it stays as it is: ${toldIn(why, "en")}`,
          ja: `\`${formatSpot(from)}\` を \`${formatSpot(to)}\` に残せないため、そのままにしています: ${toldIn(why, "ja")}`,
        },
        { cause: error },
      );
    }
  };
}

interface Keeping {
  readonly from: Spot;
  readonly to: Spot;
  readonly entry: Entry;
  readonly stores: {
    readonly destination?: BucketStore | undefined;
    readonly backup?: BucketStore | undefined;
  };
}

async function keepOne(job: Keeping, bench: Workbench, { place }: Backup): Promise<void> {
  const { from, to, entry } = job;
  if (from.kind === "local") {
    if (to.kind === "local") return copyLocally(from.path, to.path);
    return upload({ path: from.path, ...objectAt(to, job.stores.backup) }, bench, SILENT);
  }
  const source = objectAt(from, job.stores.destination);
  if (to.kind === "s3") {
    return copy({ from: source, to: objectAt(to, job.stores.backup), entry }, bench, SILENT);
  }
  if (place.kind === "s3") return;
  makeDirectory(place.path);
  await download({ ...source, entry, root: new DestinationRoot(place.path) }, bench, SILENT);
}

const SILENT: Reporter = {
  moved: () => undefined,
  sized: () => undefined,
  warn: () => Promise.resolve(),
};

function objectAt(
  { key }: Extract<Spot, { readonly kind: "s3" }>,
  store: BucketStore | undefined,
): { readonly store: BucketStore; readonly key: string } {
  if (store === undefined) throw new Error("no store was given for the backup");
  return { store, key };
}

/** A copy under another name first, so that a backup is whole or not there. */
async function copyLocally(from: string, to: string): Promise<void> {
  makeDirectory(dirname(to));
  const unfinished = `${to}.sluice-part`;
  try {
    await copyFile(from, unfinished, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const { atime, mtime } = await stat(from);
    await utimes(unfinished, atime, mtime);
    await rename(unfinished, to);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
