import { relative, sep } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { keyFilter } from "../listing/filter.ts";
import type { SyncOptions } from "../options.ts";
import { formatPlace, keyPrefix, type Place } from "./place.ts";

interface Ends {
  readonly source: Place;
  readonly destination: Place;
  readonly backup: { readonly place: Place };
}

/** Throws where the run would list its own backup, on either side, and no filter leaves it out. */
export function refuseBackupInside(
  { source, destination, backup: { place } }: Ends,
  { filters }: SyncOptions,
): void {
  const takesPart = keyFilter(filters);
  for (const side of [source, destination]) {
    const inside = keyInside(side, place);
    if (inside === undefined || !takesPart(`${inside}any`)) continue;
    throw new UsageError({
      en: `cannot keep a backup in \`${formatPlace(place)}\`: it lies inside \`${formatPlace(side)}\`; keep it elsewhere, or leave it out with \`--exclude '${firstSegments(inside)}*'\``,
      ja: `\`${formatPlace(place)}\` にはバックアップを残せません。\`${formatPlace(side)}\` の中にあります。別の場所にするか、\`--exclude '${firstSegments(inside)}*'\` で除外してください`,
    });
  }
}

/** What relative keys of one place start with where they belong to another inside it. */
function keyInside(outer: Place, inner: Place): string | undefined {
  if (outer.only === true) return undefined;
  if (outer.kind === "local") {
    if (inner.kind !== "local") return undefined;
    const way = relative(outer.path, inner.path);
    return way === ".." || way.startsWith(`..${sep}`) ? undefined : `${way.replaceAll(sep, "/")}/`;
  }
  if (inner.kind !== "s3" || inner.bucket !== outer.bucket) return undefined;
  const [outside, inside] = [keyPrefix(outer.prefix), keyPrefix(inner.prefix)];
  return inside.startsWith(outside) ? inside.slice(outside.length) : undefined;
}

/** Without the run's own name, which the next run does not have. */
function firstSegments(inside: string): string {
  return inside.replace(/[^/]*\/$/, "");
}
