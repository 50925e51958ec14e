import { compilePattern } from "./fnmatch.ts";
import type { Filter } from "./options.ts";

/**
 * Whether a relative key takes part: the last filter that matches it decides, and none means yes.
 *
 * The AWS CLI joins each pattern to the root before it matches, so a `[` in the root disables every
 * filter; matching the key alone gives the same answers without that.
 */
export function keyFilter(filters: readonly Filter[]): (key: string) => boolean {
  const lastFirst = filters
    .map(({ kind, pattern }) => ({
      included: kind === "include",
      matches: compilePattern(pattern),
    }))
    .reverse();
  return (key) => lastFirst.find(({ matches }) => matches(key))?.included ?? true;
}
