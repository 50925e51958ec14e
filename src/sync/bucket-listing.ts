import type { BucketStore, Entry } from "./ports.ts";
import type { SideListing } from "./sighting.ts";

/** Where and how to list; `prefix` is empty or ends in `/`. */
export interface BucketListing {
  readonly prefix: string;
  readonly pageSize?: number | undefined;
  readonly signal: AbortSignal;
}

/** A bucket's objects by their keys relative to the prefix, without zero-byte `x/` folder markers. */
export async function* bucketListing(
  store: BucketStore,
  { prefix, pageSize, signal }: BucketListing,
): SideListing {
  const listed = store.list({ prefix, signal, ...(pageSize === undefined ? {} : { pageSize }) });
  for await (const page of listed) {
    const objects = page.filter((entry) => !isFolderMarker(entry));
    yield prefix === "" ? objects : objects.map((entry) => relativeTo(prefix, entry));
  }
}

function isFolderMarker(entry: Entry): boolean {
  return entry.size === 0 && entry.key.endsWith("/");
}

function relativeTo(prefix: string, entry: Entry): Entry {
  if (!entry.key.startsWith(prefix)) {
    throw new Error(
      `cannot compare: asked for keys under \`${prefix}\`, was given \`${entry.key}\``,
    );
  }
  return { ...entry, key: entry.key.slice(prefix.length) };
}
