import { compareUtf8 } from "../../aws/index.ts";
import { pathBefore } from "./filter.ts";
import { literalStart, PatternWalk } from "./fnmatch.ts";
import { LAST_CHARACTER } from "./key-space.ts";
import type { Filter } from "../options.ts";

/** Where a listing goes on: behind a key, or nowhere because no key behind it takes part. */
export type Skip = { readonly after: string } | "over";

/** Says what filters leave out as a whole, so that nobody lists it. */
export class ExcludedKeys {
  readonly #filters: readonly Filter[];
  /** What every key that takes part begins with, in order; undefined when it may begin with anything. */
  readonly #starts: readonly string[] | undefined;

  constructor(filters: readonly Filter[]) {
    // A filter before the last one that matches everything never decides.
    const last = filters.findLastIndex(({ pattern }) => /^\*+$/.test(pattern));
    this.#filters = filters.slice(Math.max(0, last));
    this.#starts = startsOf(this.#filters);
  }

  /** Whether no key that begins so takes part. */
  hasAllUnder(prefix: string): boolean {
    return this.#around(prefix) !== undefined;
  }

  /** Where a listing that has come to a key may go on; undefined: right behind it. */
  skipFrom(key: string): Skip | undefined {
    const start = this.#starts?.find((one) => compareUtf8(one, key) > 0 || key.startsWith(one));
    if (this.#starts !== undefined && start === undefined) return "over";
    if (start !== undefined && !key.startsWith(start)) return { after: justBefore(start) };
    const around = this.#around(key);
    return around === undefined ? undefined : { after: around + LAST_CHARACTER };
  }

  /** The shortest beginning of a text under which nothing takes part. */
  #around(text: string): string | undefined {
    if (!this.#filters.some(({ kind }) => kind === "exclude")) return undefined;
    const lastFirst = this.#filters.map(walkOf).reverse();
    let start = "";
    for (const char of ["", ...Array.from(text)]) {
      if (char !== "") for (const { walk } of lastFirst) walk.step(char);
      start += char;
      const decides = lastFirst.find(({ kind, walk }) =>
        kind === "exclude" ? walk.matchesAll : walk.mayMatch,
      );
      if (decides?.kind === "exclude") return start;
    }
    return undefined;
  }
}

function walkOf({ kind, pattern, root }: Filter): {
  readonly kind: Filter["kind"];
  readonly walk: PatternWalk;
} {
  const walk = new PatternWalk(pattern);
  for (const char of pathBefore(root)) walk.step(char);
  return { kind, walk };
}

/** After `--exclude "*"` only what an `--include` matches takes part. */
function startsOf([first, ...rest]: readonly Filter[]): readonly string[] | undefined {
  if (first?.kind !== "exclude" || !/^\*+$/.test(first.pattern)) return undefined;
  const starts = rest
    .filter(({ kind }) => kind === "include")
    .map(({ pattern, root }) => withoutRoot(literalStart(pattern), pathBefore(root)));
  return starts.includes("") ? undefined : starts.sort(compareUtf8);
}

/** The beginning of relative keys that whole paths' beginning comes to; `""` where it is any. */
function withoutRoot(start: string, before: string): string {
  return start.startsWith(before) ? start.slice(before.length) : "";
}

/** A text that sorts before another with hardly any key between the two. */
function justBefore(text: string): string {
  const characters = Array.from(text);
  const last = characters.pop()?.codePointAt(0) ?? 0;
  const rest = characters.join("");
  if (last === 0) return rest;
  // There are no characters from U+D800 to U+DFFF.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  return rest + String.fromCodePoint(before) + LAST_CHARACTER;
}
