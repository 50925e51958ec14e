import { ToldError } from "../aws/index.ts";
import { spotAt, type SyncEvent } from "../sync/index.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask } from "./range-task.ts";
import { errorFromWire, type FleetEnds, writingKind } from "./wire-event.ts";

/** Tells of a range that was given up, as of a key that failed: by the one that it begins behind. */
export function rangeFailed(
  ends: FleetEnds,
  { span, mostDeletions }: RangeTask,
  { tries, error: wire }: Extract<RangeResult, { readonly kind: "failed" }>,
): SyncEvent {
  const cause = errorFromWire(wire);
  const [after, through] = [span.after ?? "", span.through];
  const told = cause instanceof ToldError ? cause.sentence : { en: wire.message, ja: wire.message };
  const times = tries === 1 ? "1 try" : `${tries} tries`;
  const error = new ToldError(
    {
      en: `keys after \`${after}\`${through === undefined ? "" : ` up to \`${through}\``} were given up after ${times}: ${told.en}`,
      ja: `\`${after}\` より後${through === undefined ? "" : `、\`${through}\` まで`}のキーは ${tries} 回試して諦めました: ${told.ja}`,
    },
    { cause },
  );
  const kind = mostDeletions === undefined ? writingKind(ends) : "delete";
  return { type: "failed", kind, to: spotAt(ends.destination, after), error };
}
