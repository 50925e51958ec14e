import { relative, sep } from "node:path";
import { keyFilter } from "../listing/filter.ts";
import type { SyncOptions } from "../options.ts";
import { keyPrefix, type Place } from "./place.ts";

/** What relative keys of one place start with where they belong to another inside it that no filter leaves out. */
export function takenInside(
  outer: Place,
  inner: Place,
  { filters }: Pick<SyncOptions, "filters">,
): string | undefined {
  const inside = keyInside(outer, inner);
  return inside !== undefined && keyFilter(filters)(`${inside}any`) ? inside : undefined;
}

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
