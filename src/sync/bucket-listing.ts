import { compareUtf8 } from "../aws/index.ts";
import { rowsWhere } from "./build-page.ts";
import { type EntryPage, PLACES_PER_ROW } from "./entry-page.ts";
import type { BucketStore, ListedPage, PageOptions } from "./ports.ts";
import type { SideListing } from "./sighting.ts";

/** Where and how to list; `prefix` is empty or ends in `/`. */
export interface BucketListing {
  readonly prefix: string;
  readonly pageSize?: number | undefined;
  /** Only what comes after this key, which is relative to the prefix. */
  readonly after?: string | undefined;
  readonly signal: AbortSignal;
}

const SLASH = 0x2f;

/** A bucket's objects by their keys relative to the prefix, without zero-byte `x/` folder markers. */
export async function* bucketListing(
  store: BucketStore,
  { prefix, pageSize, after, signal }: BucketListing,
): SideListing {
  const options = { prefix, signal, ...(pageSize === undefined ? {} : { pageSize }) };
  const ask = (from?: PageOptions["from"]): Promise<ListedPage> => {
    const page = store.listPage({ ...options, ...(from && { from }) });
    page.catch(() => undefined);
    return page;
  };
  const start = after === undefined ? undefined : { after: prefix + after };
  let asked: Promise<ListedPage> | undefined = ask(start);
  while (asked !== undefined) {
    const listed: ListedPage = await asked;
    asked = listed.token === undefined ? undefined : ask({ token: listed.token });
    yield relativeTo(prefix, withoutMarkers(laterThan(start?.after, listed.read())));
  }
}

/** Services that know no `start-after` show what comes before it as well. */
function laterThan(after: string | undefined, page: EntryPage): EntryPage {
  if (after === undefined || page.length === 0 || compareUtf8(page.key(0), after) > 0) return page;
  return rowsWhere(page, (row) => compareUtf8(page.key(row), after) > 0);
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
