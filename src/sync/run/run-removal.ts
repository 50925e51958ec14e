import { type Backup, backupSides } from "../sides/backup-sides.ts";
import { bucketSide } from "../sides/bucket-side.ts";
import type { SyncEvent } from "../report/events.ts";
import { emptyListing } from "../listing/local-listing.ts";
import type { SyncOptions } from "../options.ts";
import { keyPrefix, type Place } from "../sides/place.ts";
import type { BucketStore } from "../ports.ts";
import { runSides } from "./run-sides.ts";
import type { Sides } from "../sides/sides.ts";
import type { Permission } from "./once-permitted.ts";
import type { SideListing } from "../listing/side-listing.ts";
import type { Workbench } from "./workbench.ts";

/** One `rm` to run. */
export interface RemovalRun {
  readonly place: Extract<Place, { readonly kind: "s3" }>;
  readonly store: BucketStore;
  readonly options: SyncOptions;
  readonly signal?: AbortSignal;
  /** What every change waits for; listing does not. */
  readonly permitted?: Permission;
  /** Keeps what is deleted. */
  readonly backup?: Backup;
}

/** Deletes all that is under a prefix, or the one object that it names; tells what happens as `runSync` does. */
export function runRemoval(run: RemovalRun): AsyncGenerator<SyncEvent, void, undefined> {
  const { place, signal, permitted } = run;
  const options = { ...run.options, delete: true, allowEmptySource: true };
  return runSides({
    source: place,
    destination: place,
    options: { maxDelete: Number.MAX_SAFE_INTEGER, ...options },
    signal,
    ...(permitted && { permitted }),
    open: (bench) => Promise.resolve(openRemoval(run, bench)),
  });
}

function openRemoval(run: RemovalRun, bench: Workbench): Sides {
  const { place, store, backup } = run;
  const sides = removing(place, store, bench);
  if (backup === undefined) return sides;
  const ends = { source: place, destination: place, stores: { destination: store } };
  return backupSides(sides, { ...ends, backup }, bench);
}

function removing(place: RemovalRun["place"], store: BucketStore, bench: Workbench): Sides {
  const { deletesAtOnce, remove } = bucketSide(place, { store, sseCustomer: undefined }, bench);
  return {
    direction: "delete",
    seesDestination: true,
    source: emptyListing(),
    destination: place.only === true ? namedObject(place.prefix) : everyObject(place, store, bench),
    examine: () => Promise.resolve(undefined),
    transfer: () => Promise.resolve(),
    deletesAtOnce,
    remove,
    isSourceThere: () => Promise.resolve(true),
    clearTheWay: () => Promise.resolve(),
  };
}

/** Deleting a key takes no look at it, and no permission to. */
async function* namedObject(key: string): SideListing {
  const name = key.slice(key.lastIndexOf("/") + 1);
  yield await Promise.resolve([{ key: name, size: 0, modifiedMs: 0 }]);
}

/** Unlike a sync's listing this has the zero-byte `x/` markers too: they are to go with the rest. */
async function* everyObject(
  place: RemovalRun["place"],
  store: BucketStore,
  { signal, options: { pageSize } }: Workbench,
): SideListing {
  const prefix = keyPrefix(place.prefix);
  const pages = store.list({ prefix, signal, ...(pageSize !== undefined && { pageSize }) });
  for await (const page of pages) {
    yield page.map((entry) => ({ ...entry, key: entry.key.slice(prefix.length) }));
  }
}
