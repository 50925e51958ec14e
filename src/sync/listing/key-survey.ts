import { compareUtf8 } from "../../aws/index.ts";
import { pageOf } from "./build-page.ts";
import { EntryPage } from "./entry-page.ts";
import { KeySpace } from "./key-space.ts";
import type { KeySpan } from "./listing-scope.ts";
import type { SideListing, SidePage } from "./side-listing.ts";
import { splitPoint } from "./split-point.ts";

/** What has been seen is so many parts of what is measured. */
const SEEN = 16;
/** From so many parts, or pages, on something is worth being a range of its own. */
const LEAST = 10;

/** Looks at the keys that listings show, to say where what comes behind them may be cut. */
export class KeySurvey {
  readonly #space = new KeySpace();
  #first: string | undefined;
  #last: string | undefined;
  #open = 0;
  #halves = 0;

  /** The same listing, looked at on its way, up to where a span ends by then. */
  async *over(listing: SideListing, span: KeySpan): SideListing {
    this.#open++;
    for await (const page of listing) {
      const own = upTo(span.through, page);
      this.#learn(own instanceof EntryPage ? own : pageOf(own));
      yield own;
      if (own.length < page.length) break;
    }
    this.#open--;
  }

  /** A key about half-way through what is left of a span, where that seems worth two ranges. */
  cut({ after: last, through: end }: KeySpan): string | undefined {
    return this.#cut({ last, end, pages: SEEN, misses: [0, 1] });
  }

  /**
   * The same behind all that has been shown, where enough seems to be left, when what has been seen is so
   * many pages. Every other time it looks near by: half-way may be far behind the last key.
   */
  half(end: string | undefined, pages: number): string | undefined {
    if (this.#open === 0) return undefined;
    const misses = this.#halves % 2 === 0 ? [0, 1] : [1, 0];
    const key = this.#cut({ last: this.#last, end, pages, misses });
    if (key !== undefined) this.#halves++;
    return key;
  }

  /** Whether a key is behind all that has been shown, and not behind the end. */
  isAhead(key: string, end: string | undefined): boolean {
    return this.#last !== undefined && isBetween(key, this.#last, end);
  }

  #cut({
    last,
    end,
    pages,
    misses,
  }: {
    readonly last: string | undefined;
    readonly end: string | undefined;
    readonly pages: number;
    readonly misses: readonly number[];
  }): string | undefined {
    const first = this.#first;
    if (first === undefined || last === undefined) return undefined;
    const part = { first, last, end, pages, least: LEAST };
    const guesses = misses.map((each) => splitPoint({ ...part, misses: each }, this.#space)?.key);
    return guesses.find((key) => key !== undefined && isBetween(key, last, end));
  }

  #learn(page: EntryPage): void {
    this.#space.learn(page);
    if (page.length === 0) return;
    const [first, last] = [page.key(0), page.key(page.length - 1)];
    if (this.#first === undefined || compareUtf8(first, this.#first) < 0) this.#first = first;
    if (this.#last === undefined || compareUtf8(last, this.#last) > 0) this.#last = last;
  }
}

function upTo(end: string | undefined, page: SidePage): SidePage {
  if (end === undefined) return page;
  if (!(page instanceof EntryPage)) return page.filter(({ key }) => compareUtf8(key, end) <= 0);
  let length = page.length;
  while (length > 0 && compareUtf8(page.key(length - 1), end) > 0) length--;
  return length === page.length ? page : page.between(0, length);
}

function isBetween(key: string, last: string, end: string | undefined): boolean {
  return compareUtf8(last, key) < 0 && (end === undefined || compareUtf8(key, end) < 0);
}
