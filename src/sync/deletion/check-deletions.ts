import { UsageError } from "../../aws/index.ts";
import type { SyncCounts } from "../report/sync-counts.ts";
import type { SyncOptions } from "../options.ts";
import type { Deleting } from "./check-source.ts";
import { formatPlace } from "../sides/place.ts";

/** Below this many a run may delete even most of its destination. */
const ALWAYS_ALLOWED = 1_000;

/** How much a run may delete of what it has seen. */
export function deletionLimit(
  { maxDelete }: Pick<SyncOptions, "maxDelete">,
  { destinationEntries }: Pick<SyncCounts, "destinationEntries">,
): number {
  return maxDelete ?? Math.max(ALWAYS_ALLOWED, Math.floor(destinationEntries / 2));
}

/** Throws when a run would delete so much that the wrong source is likelier than the wish. */
export function checkDeletions({ options, objects, counts, destination }: Deleting): void {
  const limit = deletionLimit(options, counts);
  if (objects <= limit) return;
  throw new UsageError({
    en: `refused to delete ${objects} of ${counts.destinationEntries} objects from \`${formatPlace(destination)}\`: the limit is ${limit}; if it is right, allow it with \`--max-delete ${objects}\``,
    ja: `\`${formatPlace(destination)}\` の ${counts.destinationEntries} 個のうち ${objects} 個の削除を中止しました。上限は ${limit} 個です。正しければ \`--max-delete ${objects}\` で許可してください`,
  });
}
