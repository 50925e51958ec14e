import type { Side } from "../../aws/index.ts";
import type { BucketSide } from "./bucket-side.ts";
import { copy } from "../transfer/copy.ts";
import { examineObjects } from "../transfer/examine.ts";
import { ofBuckets } from "./of-buckets.ts";
import { withoutOtherEnd } from "./other-end.ts";
import type { Place } from "./place.ts";
import type { Sides } from "./sides.ts";
import { streamCopy } from "../transfer/stream-copy.ts";
import type { Workbench } from "../run/workbench.ts";

/**
 * Opens a copy between buckets, which within one bucket keeps from its own other end. Two identities may mean two
 * endpoints with a bucket of that name on each, so only what one identity copies is known to be one bucket.
 */
export function openBucketCopy(
  { from, to }: { readonly from: BucketSide; readonly to: BucketSide },
  { source, destination }: Readonly<Record<Side, Place>>,
  bench: Workbench,
): Sides {
  const isStream = bench.options.through === "stream";
  const move = isStream ? streamCopy : copy;
  return {
    ...ofBuckets,
    direction: "copy",
    source: isStream ? from.listing : withoutOtherEnd(from.listing, [source, destination]),
    destination: isStream ? to.listing : withoutOtherEnd(to.listing, [destination, source]),
    examine: (pair) =>
      examineObjects([from.listed(pair.source), to.listed(pair.destination)], bench),
    transfer: ({ key, source: entry }, reporter) => {
      const original = { store: from.store, key: from.fullKey(key) };
      const copied = { store: to.store, key: to.fullKey(key) };
      return move({ from: original, to: copied, entry }, bench, reporter);
    },
    deletesAtOnce: to.deletesAtOnce,
    remove: to.remove,
    abortUpload: to.abortUpload,
    putTags: to.putTags,
  };
}
