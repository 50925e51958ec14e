import { compilePattern } from "./fnmatch.ts";
import type { Filter } from "../options.ts";
import type { Place } from "../sides/place.ts";

/**
 * Whether a relative key takes part: the last filter that matches it decides, and none means yes.
 *
 * The AWS CLI joins each pattern to the root before it matches, so a `[` in the root disables every
 * filter; matching the key alone gives the same answers without that.
 */
export function keyFilter(filters: readonly Filter[]): (key: string) => boolean {
  const lastFirst = filters
    .map(({ kind, pattern, root }) => {
      const matches = compilePattern(pattern);
      const before = pathBefore(root);
      return { included: kind === "include", matches: (key: string) => matches(before + key) };
    })
    .reverse();
  return (key) => lastFirst.find(({ matches }) => matches(key))?.included ?? true;
}

/** What stands before every key in the path that a pattern is for. */
export function pathBefore(root: string | undefined): string {
  if (root === undefined || root.endsWith("/")) return root ?? "";
  return `${root}/`;
}

/**
 * Filters that know which directory is synced, so that those with absolute patterns work. For the
 * AWS CLI, which joins paths as Python does, they leave out files but not the objects beside them.
 */
export function rootedFilters(
  filters: readonly Filter[],
  ends: readonly Place[],
): readonly Filter[] {
  const root = ends.find((end) => end.kind === "local")?.path;
  if (root === undefined) return filters;
  return filters.map((filter) => (filter.pattern.startsWith("/") ? { ...filter, root } : filter));
}
