import { bucketListing } from "./bucket-listing.ts";
import type { Deletion } from "./change.ts";
import { keyPrefix, type Place } from "./place.ts";
import type { BucketStore } from "./ports.ts";
import type { SideListing } from "./sighting.ts";
import { request, type Workbench } from "./workbench.ts";

/** A bucket's end of a sync: its store, its listing, and its keys in full. */
export interface BucketSide {
  readonly store: BucketStore;
  readonly listing: SideListing;
  readonly fullKey: (key: string) => string;
  readonly remove: (change: Deletion) => Promise<void>;
}

/** Opens a bucket's end through the store of its identity. */
export function bucketSide(
  place: Extract<Place, { readonly kind: "s3" }>,
  store: BucketStore | undefined,
  bench: Workbench,
): BucketSide {
  if (store?.bucket !== place.bucket) {
    throw new Error(`no store was given for bucket \`${place.bucket}\``);
  }
  const { signal, options } = bench;
  const prefix = keyPrefix(place.prefix);
  const fullKey = (key: string): string => prefix + key;
  return {
    store,
    fullKey,
    listing: bucketListing(store, { prefix, signal, pageSize: options.pageSize }),
    remove: ({ key }) => request(bench, () => store.deleteObject(fullKey(key), { signal })),
  };
}
