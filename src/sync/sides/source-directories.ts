import { directoryEnds } from "../listing/directory-ends.ts";
import { keyPrefix, type Place } from "./place.ts";
import type { BucketStore } from "../ports.ts";

/** Asks behind which keys, relative to a place, directories right under it end: with one request for those behind a key. */
export function sourceDirectories(
  { prefix: under }: Extract<Place, { readonly kind: "s3" }>,
  store: Pick<BucketStore, "listDirectories">,
): (after: string | undefined, signal: AbortSignal) => Promise<readonly string[]> {
  const prefix = keyPrefix(under);
  return async (from, signal) => {
    const after = from === undefined ? undefined : prefix + from;
    const names = await store.listDirectories({
      prefix,
      signal,
      ...(after !== undefined && { after }),
    });
    return directoryEnds(names, { prefix, after }).map((end) => end.slice(prefix.length));
  };
}
