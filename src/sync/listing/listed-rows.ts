import { compareUtf8 } from "../../aws/index.ts";
import { rowsUpTo } from "./compare-keys.ts";
import type { EntryPage } from "./entry-page.ts";
import type { KeyRange } from "./key-range.ts";
import type { KeyAhead, Lead } from "./paired-listings.ts";

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

  get pagesLeft(): number {
    return this.#ranges.reduce((sum, range) => sum + range.waitingPages + range.pagesLeft(), 0);
  }

  keyAfter(key: string, rows: number): KeyAhead | undefined {
    const { pages, isAll } = this.#pagesFrom(key);
    let left = rows;
    for (const page of pages) {
      const passed = left === rows ? rowsUpTo(page, key) : 0;
      if (page.length - passed >= left) return { key: page.key(passed + left - 1) };
      left -= page.length - passed;
    }
    return isAll ? "end" : undefined;
  }

  rowsBetween(after: string, through: string): number | undefined {
    let rows = 0;
    for (const page of this.#pagesFrom(after).pages) {
      rows += rowsUpTo(page, through) - rowsUpTo(page, after);
      if (compareUtf8(page.key(page.length - 1), through) >= 0) return rows;
    }
    return undefined;
  }

  /** The pages that follow one another from where a key stands, and whether those are all up to the end. */
  #pagesFrom(key: string): { readonly pages: readonly EntryPage[]; readonly isAll: boolean } {
    const at = this.#ranges.findLastIndex((range) => range.beginsUpTo(key));
    const hole = this.#ranges.findIndex((range, index) => index >= at && !range.isListed);
    const ranges = this.#ranges.slice(Math.max(0, at), hole === -1 ? undefined : hole + 1);
    const waiting = ranges.flatMap((range) => range.pages);
    return { pages: at > 0 ? waiting : [...this.#taken, ...waiting], isAll: hole === -1 };
  }
}
