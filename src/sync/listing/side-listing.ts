import { EntryPage } from "./entry-page.ts";
import type { Sighting } from "./sighting.ts";

/** A page of a side: objects by columns, or what a walk through directories shows. */
export type SidePage = EntryPage | readonly Sighting[];

/** A side of the march: pages of sightings in UTF-8 key order across all pages. */
export type SideListing = AsyncIterable<SidePage>;

/** Every sighting of a page on its own. */
export function sightingsIn(page: SidePage): readonly Sighting[] {
  return page instanceof EntryPage ? page.entries() : page;
}
