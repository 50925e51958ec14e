import { eachPart } from "../transfer/each-part.ts";
import type { BucketStore, Entry } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";

/** Keys that are looked for together: a page of a side. */
const PAGE = 256;
const AT_ONCE = 16;

/** What to look for: keys relative to the prefix, in order. */
export interface Lookups {
  readonly prefix: string;
  readonly keys: readonly string[];
  readonly signal: AbortSignal;
}

/** Some of a bucket's objects, by a list request for each: that takes no other permission than a listing. */
export async function* bucketLookups(
  store: BucketStore,
  { prefix, keys, signal }: Lookups,
): SideListing {
  for (let at = 0; at < keys.length; at += PAGE) {
    const found = await eachPart(keys.slice(at, at + PAGE), AT_ONCE, async (key) => {
      const full = prefix + key;
      // The key itself comes before all that begin with it.
      const page = await store.listPage({ prefix: full, pageSize: 1, signal });
      const [entry] = page.read().entries();
      return entry?.key === full ? { ...entry, key } : undefined;
    });
    yield found.filter((entry): entry is Entry => entry !== undefined);
  }
}
