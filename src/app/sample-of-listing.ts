import type { Side } from "../aws/index.ts";
import { keyPrefix } from "../sync/index.ts";
import type { Job } from "./job.ts";
import type { Probe } from "./probes/probe.ts";
import type { SizeSample } from "./size-sample.ts";

/** What the first page of a bucket's listing shows, which a check asks for anyway. */
export function sampleOfListing(
  side: Side,
  { [side]: place }: Pick<Job, Side>,
  listings: readonly Probe[],
): SizeSample | undefined {
  const listing = listings.find((each) => each.side === side);
  if (place.kind === "local" || listing?.outcome !== "allowed") return undefined;
  const { page } = listing;
  if (page === undefined) return undefined;
  const start = keyPrefix(place.prefix).length;
  const entries = page
    .read()
    .entries()
    .map((entry) => ({ ...entry, key: entry.key.slice(start) }));
  return { entries, isWhole: page.token === undefined };
}
