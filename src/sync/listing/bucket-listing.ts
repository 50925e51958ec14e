import { setMaxListeners } from "node:events";
import { AwsError, compareUtf8 } from "../../aws/index.ts";
import { rowsWhere } from "./build-page.ts";
import { Directories } from "./directories.ts";
import { type EntryPage, PLACES_PER_ROW } from "./entry-page.ts";
import type { ExcludedKeys } from "./excluded-keys.ts";
import type { FollowedSpan } from "./listing-scope.ts";
import { byOtherKeys, type Lead, type Paired } from "./paired-listings.ts";
import { SplitListing } from "./split-listing.ts";
import { utilizationSince } from "../utilization.ts";
import type { BucketStore } from "../ports.ts";
import type { SideListing } from "./side-listing.ts";

/** Where and how to list; `prefix` is empty or ends in `/`. */
export interface BucketListing {
  readonly prefix: string;
  readonly pageSize?: number | undefined;
  /** Only what is in it; its keys are relative to the prefix. */
  readonly span?: FollowedSpan | undefined;
  /** What need not be listed. */
  readonly excluded?: ExcludedKeys | undefined;
  readonly signal: AbortSignal;
  /** What it shares with the listing of the run's other side. */
  readonly paired?: Paired | undefined;
  /** List requests in flight at most. */
  readonly width?: number;
}

/** At a tenth of a second a page, which is S3's order of magnitude, this lists 320,000 keys a second. */
const WIDTH = 32;
/** A process that works more than this would not list any faster with more requests in flight. */
const BUSY = 0.7;
/** How services say that they do not go on behind a key. */
const REFUSALS: ReadonlySet<string> = new Set([
  "InvalidArgument",
  "InvalidRequest",
  "NotImplemented",
]);

const SLASH = 0x2f;

/**
 * A bucket's objects by their keys relative to the prefix, without zero-byte `x/` folder markers:
 * with several requests at once where the run would wait for them.
 */
export async function* bucketListing(store: BucketStore, options: BucketListing): SideListing {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  // Every request in flight listens to it.
  setMaxListeners(0, signal);
  const { prefix, pageSize, span = {} } = options;
  const full = (key: string): string => prefix + key;
  const inside = (key: string): string => (key.startsWith(prefix) ? key.slice(prefix.length) : "");
  const fullOf = (key: string | undefined): string | undefined =>
    key === undefined ? undefined : full(key);
  const after = fullOf(span.after);
  const through = (): string | undefined => fullOf(span.through);
  const list = { prefix, signal, ...(pageSize === undefined ? {} : { pageSize }) };
  const utilization = utilizationSince();
  const { budget, space, leads } = options.paired ?? {};
  const lead = (): Lead | undefined => {
    const other = options.paired?.lead?.();
    return other && byOtherKeys(other, { to: inside, from: full });
  };
  const ask = (key: string): Promise<readonly string[]> =>
    store.listDirectories({ ...list, after: key });
  const directories = new Directories({ prefix, ask });
  const listing = new SplitListing({
    ask: (from) => store.listPage({ ...list, ...(from && { from }) }),
    isRefusal: (error) => error instanceof AwsError && REFUSALS.has(error.code),
    isIdle: () => utilization() < BUSY,
    width: options.width ?? WIDTH,
    after,
    through,
    budget,
    space,
    directories,
    lead,
    skipFrom: (key) => {
      const skip = options.excluded?.skipFrom(inside(key));
      return skip instanceof Object ? { after: full(skip.after) } : skip;
    },
  });
  const leaves = leads?.(byOtherKeys(listing.rows, { to: full, from: inside }));
  const ended = span.follow?.({
    cutPoint: (leastKeys) => listing.cutPoint(leastKeys)?.slice(prefix.length),
  });
  try {
    for (let page = await listing.next(); page !== undefined; page = await listing.next()) {
      const end = through();
      yield relativeTo(prefix, withoutMarkers(upTo(end, laterThan(after, page))));
      if (isPast(end, page)) return;
    }
  } finally {
    leaves?.();
    ended?.();
    listing.close();
    stop.abort();
  }
}

/** Services that know no `start-after` show what comes before it as well. */
function laterThan(after: string | undefined, page: EntryPage): EntryPage {
  if (after === undefined || page.length === 0 || compareUtf8(page.key(0), after) > 0) return page;
  return rowsWhere(page, (row) => compareUtf8(page.key(row), after) > 0);
}

/** Ranges that were joined again have no end any more. */
function upTo(through: string | undefined, page: EntryPage): EntryPage {
  if (through === undefined || !isPast(through, page)) return page;
  return rowsWhere(page, (row) => compareUtf8(page.key(row), through) <= 0);
}

function isPast(through: string | undefined, page: EntryPage): boolean {
  if (through === undefined || page.length === 0) return false;
  return compareUtf8(page.key(page.length - 1), through) > 0;
}

function withoutMarkers(page: EntryPage): EntryPage {
  const isMarker = (row: number): boolean => {
    if (page.size(row) !== 0) return false;
    const end = page.places[row * PLACES_PER_ROW + 1] ?? 0;
    return page.bytes[end - 1] === SLASH;
  };
  for (let row = 0; row < page.length; row++) {
    if (isMarker(row)) return rowsWhere(page, (other) => !isMarker(other));
  }
  return page;
}

/** Keys between two that begin with a prefix begin with it too. */
function relativeTo(prefix: string, page: EntryPage): EntryPage {
  for (const row of page.length === 0 ? [] : [0, page.length - 1]) {
    const key = page.key(row);
    if (key.startsWith(prefix)) continue;
    throw new Error(`cannot compare: asked for keys under \`${prefix}\`, was given \`${key}\``);
  }
  return page.skipping(Buffer.byteLength(prefix));
}
