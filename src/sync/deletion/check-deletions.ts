import { UsageError } from "../../aws/index.ts";
import type { Deleting } from "./check-source.ts";
import { formatPlace } from "../sides/place.ts";

/** Below this many a run may delete even most of its destination. */
const ALWAYS_ALLOWED = 1_000;

/** Throws when a run would delete so much that the wrong source is likelier than the wish. */
export function checkDeletions({ options, objects, counts, destination }: Deleting): void {
  const limit =
    options.maxDelete ?? Math.max(ALWAYS_ALLOWED, Math.floor(counts.destinationEntries / 2));
  if (objects <= limit) return;
  throw new UsageError({
    en: `refused to delete ${objects} of ${counts.destinationEntries} objects from \`${formatPlace(destination)}\`: the limit is ${limit}; if it is right, allow it with \`--max-delete ${objects}\``,
    ja: `\`${formatPlace(destination)}\` の ${counts.destinationEntries} 個のうち ${objects} 個の削除を中止しました。上限は ${limit} 個です。正しければ \`--max-delete ${objects}\` で許可してください`,
  });
}
