import { compareUtf8 } from "../../aws/index.ts";
import { rowsUpTo } from "./compare-keys.ts";
import type { EntryPage } from "./entry-page.ts";
import type { KeyRange } from "./key-range.ts";
import type { Lead } from "./paired-listings.ts";

/** Pages that have been taken and may still be ahead of what another listing has come to. */
const PAGES_KEPT = 4;

/** The rows that a listing has in its ranges, and those that were taken last. */
export class ListedRows implements Lead {
  readonly #ranges: readonly KeyRange[];
  readonly #taken: EntryPage[] = [];

  /** Looks at the ranges as they are whenever it is asked. */
  constructor(ranges: readonly KeyRange[]) {
    this.#ranges = ranges;
  }

  /** A page has been taken out of the first range. */
  take(page: EntryPage): void {
    this.#taken.push(page);
    if (this.#taken.length > PAGES_KEPT) this.#taken.shift();
  }

  keyAfter(key: string, rows: number): string | undefined {
    let left = rows;
    for (const page of this.#pagesFrom(key)) {
      const passed = left === rows ? rowsUpTo(page, key) : 0;
      if (page.length - passed >= left) return page.key(passed + left - 1);
      left -= page.length - passed;
    }
    return undefined;
  }

  rowsBetween(after: string, through: string): number | undefined {
    let rows = 0;
    for (const page of this.#pagesFrom(after)) {
      rows += rowsUpTo(page, through) - rowsUpTo(page, after);
      if (compareUtf8(page.key(page.length - 1), through) >= 0) return rows;
    }
    return undefined;
  }

  /** All pages that follow one another from where a key stands, which may be in the first. */
  #pagesFrom(key: string): readonly EntryPage[] {
    const at = this.#ranges.findLastIndex((range) => range.beginsUpTo(key));
    const hole = this.#ranges.findIndex((range, index) => index >= at && !range.isListed);
    const ranges = this.#ranges.slice(Math.max(0, at), hole === -1 ? undefined : hole + 1);
    const pages = ranges.flatMap((range) => range.pages);
    if (at > 0) return pages;
    const [oldest] = this.#taken;
    const isKnown = oldest !== undefined && compareUtf8(oldest.key(0), key) <= 0;
    return isKnown ? [...this.#taken, ...pages] : [];
  }
}
