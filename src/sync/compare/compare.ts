import type { Direction, TransferReason } from "./change.ts";
import type { SyncOptions } from "../options.ts";
import type { Look } from "./march.ts";

type Times = "source-newer" | "destination-newer" | "not-equal" | "ignored";

/**
 * Which modification times make two entries of one size differ, as `aws s3 sync` has it: a download
 * by default overwrites a file that is newer than its object and misses a newer object of one size.
 * `exactTimestamps` beats `sizeOnly` and changes downloads alone.
 */
function timesThatCount(direction: Direction, options: SyncOptions): Times {
  if (options.sizeOnly && !options.exactTimestamps) return "ignored";
  if (direction !== "download") return "source-newer";
  return options.exactTimestamps ? "not-equal" : "destination-newer";
}

/** What two entries of one key say: why the source must be transferred, or that a closer look must tell. */
type Comparison = TransferReason | "examine" | undefined;

/** Compares two entries of one key. */
export type Comparing = (source: Look, destination: Look) => Comparison;

/** Compares two entries of one key by what their listings show. */
export function comparison(direction: Direction, options: SyncOptions): Comparing {
  if (options.noOverwrite) return () => undefined;
  const times = options.update ? "source-newer" : timesThatCount(direction, options);
  return (source, destination) => {
    if (options.update && destination.modifiedMs > source.modifiedMs) return undefined;
    if (source.size !== destination.size) return "size";
    if (options.checksum) return "examine";
    if (timesDiffer(times, source.modifiedMs, destination.modifiedMs)) return "time";
    return options.compareMetadata ? "examine" : undefined;
  };
}

function timesDiffer(times: Times, sourceMs: number, destinationMs: number): boolean {
  switch (times) {
    case "source-newer":
      return sourceMs > destinationMs;
    case "destination-newer":
      return destinationMs > sourceMs;
    case "not-equal":
      return sourceMs !== destinationMs;
    case "ignored":
      return false;
  }
}
