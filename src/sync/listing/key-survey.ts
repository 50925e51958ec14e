import { compareUtf8 } from "../../aws/index.ts";
import { pageOf } from "./build-page.ts";
import { EntryPage } from "./entry-page.ts";
import { KeySpace } from "./key-space.ts";
import type { KeySpan } from "./listing-scope.ts";
import type { SideListing } from "./side-listing.ts";
import { splitPoint } from "./split-point.ts";

/** What has been seen is so many parts of what is measured: as much again is worth a cut. */
const SEEN = 16;

/** Looks at the keys that listings show, to say where what comes behind them may be cut. */
export class KeySurvey {
  readonly #space = new KeySpace();
  #first: string | undefined;

  /** The same listing, looked at on its way. */
  async *over(listing: SideListing): SideListing {
    for await (const page of listing) {
      this.#learn(page instanceof EntryPage ? page : pageOf(page));
      yield page;
    }
  }

  /** A key about half-way through what is left of a span, where that seems no less than what has been seen. */
  cut({ after: last, through: end }: KeySpan): string | undefined {
    const first = this.#first;
    if (first === undefined || last === undefined) return undefined;
    const part = { first, last, end, pages: SEEN };
    const guesses = [0, 1].map((misses) => splitPoint({ ...part, misses }, this.#space)?.key);
    return guesses.find((key) => key !== undefined && isBetween(key, last, end));
  }

  #learn(page: EntryPage): void {
    this.#space.learn(page);
    const first = page.length === 0 ? undefined : page.key(0);
    if (first === undefined) return;
    if (this.#first === undefined || compareUtf8(first, this.#first) < 0) this.#first = first;
  }
}

function isBetween(key: string, last: string, end: string | undefined): boolean {
  return compareUtf8(last, key) < 0 && (end === undefined || compareUtf8(key, end) < 0);
}
