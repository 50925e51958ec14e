import type { Deletion } from "../compare/change.ts";
import { keyFilter } from "../listing/filter.ts";
import type { SyncOptions } from "../options.ts";
import { planChanges, type PlannedPage } from "../compare/plan-changes.ts";
import type { Entry } from "../ports.ts";
import type { Sides } from "../sides/sides.ts";
import { type SideListing, sightingsIn } from "../listing/side-listing.ts";
import { isObstacle } from "../listing/sighting.ts";

/** Works out what is to be done between two opened ends. */
export function planPages(sides: Sides, options: SyncOptions): AsyncIterable<PlannedPage> {
  const { direction } = sides;
  if (direction === "delete") return removalPages(sides.destination, options);
  return planChanges({ ...sides, direction, options });
}

/** Everything that the filters leave is to go. */
async function* removalPages(
  listing: SideListing,
  { filters }: SyncOptions,
): AsyncGenerator<PlannedPage, void, undefined> {
  const takesPart = keyFilter(filters);
  for await (const page of listing) {
    const entries = sightingsIn(page).filter(
      (sighting): sighting is Entry => !isObstacle(sighting),
    );
    const planned = entries.flatMap((destination): readonly Deletion[] =>
      takesPart(destination.key) ? [{ kind: "delete", key: destination.key, destination }] : [],
    );
    yield { planned, sourceEntries: 0, destinationEntries: entries.length };
  }
}
