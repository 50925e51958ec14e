import type { Side } from "../../aws/index.ts";
import { type Entry, fullKey, keyFilter, keyPrefix } from "../../sync/index.ts";
import type { Job } from "../job.ts";
import type { Probe } from "./probe.ts";

/** Keys to ask about, as far as any are known. */
export interface SampleKeys {
  /** An object of the source that can be read. */
  readonly source: string | undefined;
  /** What the run would write. */
  readonly written: string | undefined;
  /** An object that the destination has. */
  readonly existing: string | undefined;
}

/** What a run that writes would write, where nobody knows of any key. */
const NO_NAME = "sluice-probe";

/** Takes keys from the listings' first pages, such as the run's filters let through. */
export function sampleKeys(job: Job, listings: readonly Probe[]): SampleKeys {
  const { source, destination } = job;
  const from = sampleOf("source", job, listings);
  const there = sampleOf("destination", job, listings);
  return {
    source: source.kind === "s3" && from !== undefined ? fullKey(source, from) : undefined,
    existing:
      destination.kind === "s3" && there !== undefined ? fullKey(destination, there) : undefined,
    written: destination.kind === "s3" ? fullKey(destination, from ?? there ?? NO_NAME) : undefined,
  };
}

/** A key relative to its side. */
function sampleOf(side: Side, job: Job, listings: readonly Probe[]): string | undefined {
  const { [side]: place, options } = job;
  if (place.kind === "local") return undefined;
  if (place.only === true) return side === "source" ? place.prefix : undefined;
  const start = keyPrefix(place.prefix);
  const takesPart = keyFilter(options.filters);
  const entries = listings
    .filter((listing) => listing.side === side)
    .flatMap((listing) =>
      listing.outcome === "allowed" ? (listing.page?.read().entries() ?? []) : [],
    );
  return entries
    .filter(isReadable)
    .map(({ key }) => key.slice(start.length))
    .find(takesPart);
}

/** An archived object answers nobody, and an empty one has no first byte. */
function isReadable({ key, size, storageClass = "STANDARD" }: Entry): boolean {
  return size > 0 && !key.endsWith("/") && !/^(?:GLACIER|DEEP_ARCHIVE)$/.test(storageClass);
}
