import { directoryEnds } from "../listing/directory-ends.ts";
import { LAST_CHARACTER } from "../listing/key-space.ts";
import { keyPrefix, type Place } from "./place.ts";
import type { BucketStore } from "../ports.ts";

/** Asks which directories are right under a place, each ending in `/`: some of those behind one, or the first; none where the answer makes no sense. */
export function sourceDirectories(
  { prefix: under }: Extract<Place, { readonly kind: "s3" }>,
  store: Pick<BucketStore, "listDirectories">,
): (behind: string | undefined, signal: AbortSignal) => Promise<readonly string[]> {
  const prefix = keyPrefix(under);
  return async (behind, signal) => {
    const after = behind === undefined ? undefined : prefix + behind + LAST_CHARACTER;
    const asked = { prefix, signal, ...(after !== undefined && { after }) };
    const names = await store.listDirectories(asked);
    if (directoryEnds(names, asked).length === 0) return [];
    return names.map((name) => name.slice(prefix.length));
  };
}
