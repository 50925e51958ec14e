import { bucketListing } from "../listing/bucket-listing.ts";
import { bucketLookups } from "./bucket-lookups.ts";
import type { Deletion } from "../compare/change.ts";
import type { ListedObject } from "../transfer/examine.ts";
import { ExcludedKeys } from "../listing/excluded-keys.ts";
import { fullKey, keyPrefix, type Place } from "./place.ts";
import type { Paired } from "../listing/paired-listings.ts";
import type { BucketStore, CustomerKey, Entry, MultipartUpload, Tag } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";
import { KEYS_AT_ONCE, removeObjects } from "../deletion/remove-objects.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** A bucket's end of a sync: its store, its listing, and its keys in full. */
export interface BucketSide {
  readonly store: BucketStore;
  readonly listing: SideListing;
  readonly fullKey: (key: string) => string;
  readonly listed: (entry: Entry) => ListedObject;
  readonly deletesAtOnce: number;
  readonly abortUpload: (upload: MultipartUpload) => Promise<void>;
  readonly putTags: (key: string, tags: readonly Tag[]) => Promise<void>;
  readonly remove: (batch: readonly Deletion[]) => Promise<ReadonlyMap<string, unknown>>;
}

interface OpenedBucket {
  readonly store: BucketStore | undefined;
  /** The key that its objects are read with. */
  readonly sseCustomer: CustomerKey | undefined;
  /** What its listing shares with that of the other side, where that is a bucket too. */
  readonly paired?: Paired;
}

/** Opens a bucket's end through the store of its identity. */
export function bucketSide(
  place: Extract<Place, { readonly kind: "s3" }>,
  { store, sseCustomer, paired }: OpenedBucket,
  bench: Workbench,
): BucketSide {
  if (store?.bucket !== place.bucket) {
    throw new Error(`no store was given for bucket \`${place.bucket}\``);
  }
  const { signal, options, scope } = bench;
  const prefix = keyPrefix(place.prefix);
  return {
    store,
    fullKey: (key) => fullKey(place, key),
    listed: (entry) => ({ store, key: fullKey(place, entry.key), entry, sseCustomer }),
    listing:
      scope?.kind === "only"
        ? bucketLookups(store, { prefix, keys: scope.keys, signal })
        : bucketListing(store, {
            prefix,
            signal,
            pageSize: options.pageSize,
            span: scope,
            excluded: new ExcludedKeys(options.filters),
            paired,
          }),
    abortUpload: (upload) => store.abortMultipartUpload(upload),
    putTags: (key, tags) => request(bench, () => store.putObjectTagging(key, tags, { signal })),
    // The AWS CLI sends a request for each.
    deletesAtOnce: options.awsCompat ? 1 : KEYS_AT_ONCE,
    remove: async (batch) => {
      const keys = new Map(batch.map(({ key }) => [fullKey(place, key), key]));
      const refused = await removeObjects(store, [...keys.keys()], bench);
      return new Map(Array.from(refused, ([full, error]) => [keys.get(full) ?? full, error]));
    },
  };
}
