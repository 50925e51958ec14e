import { UsageError } from "../../aws/index.ts";
import type { SyncOptions } from "../options.ts";
import { takenInside } from "./key-inside.ts";
import { formatPlace, type Place } from "./place.ts";

interface Ends {
  readonly source: Place;
  readonly destination: Place;
  readonly backup: { readonly place: Place };
}

/** Throws where the run would list its own backup, on either side, and no filter leaves it out. */
export function refuseBackupInside(
  { source, destination, backup: { place } }: Ends,
  options: SyncOptions,
): void {
  for (const side of [source, destination]) {
    const inside = takenInside(side, place, options);
    if (inside === undefined) continue;
    throw new UsageError({
      en: `cannot keep a backup in \`${formatPlace(place)}\`: it lies inside \`${formatPlace(side)}\`; keep it elsewhere, or leave it out with \`--exclude '${firstSegments(inside)}*'\``,
      ja: `\`${formatPlace(place)}\` にはバックアップを残せません。\`${formatPlace(side)}\` の中にあります。別の場所にするか、\`--exclude '${firstSegments(inside)}*'\` で除外してください`,
    });
  }
}

/** Without the run's own name, which the next run does not have. */
function firstSegments(inside: string): string {
  return inside.replace(/[^/]*\/$/, "");
}
