import { keyPrefix, type Place } from "./place.ts";
import { type SideListing, sightingsIn } from "../listing/side-listing.ts";
import type { Sighting } from "../listing/sighting.ts";

/**
 * A listing in which the other end of a copy within one bucket, where it lies under this one, is an
 * obstacle. Without that a copy of a bucket into a prefix of itself lists what it has just written and
 * never ends, and `--delete` of a prefix into its bucket deletes its own source.
 */
export async function* withoutOtherEnd(
  listing: SideListing,
  [here, other]: readonly [Place, Place],
): SideListing {
  const inside = insidePrefix(here, other);
  if (inside === undefined) {
    yield* listing;
    return;
  }
  let isSeen = false;
  for await (const page of listing) {
    const kept: Sighting[] = [];
    for (const sighting of sightingsIn(page)) {
      if (!sighting.key.startsWith(inside)) kept.push(sighting);
      else if (!isSeen) {
        isSeen = true;
        kept.push({ key: inside, obstacle: "other-end", tree: true });
      }
    }
    yield kept;
  }
}

/** What relative keys of one place start with where they belong to the other, which lies inside it. */
function insidePrefix(here: Place, other: Place): string | undefined {
  if (here.kind === "local" || other.kind === "local" || here.bucket !== other.bucket) return;
  const [outer, inner] = [keyPrefix(here.prefix), keyPrefix(other.prefix)];
  return inner !== outer && inner.startsWith(outer) ? inner.slice(outer.length) : undefined;
}
