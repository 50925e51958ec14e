import { compareUtf8 } from "../../aws/index.ts";
import type { KeyRange } from "./key-range.ts";
import { Likeness } from "./likeness.ts";
import type { Lead } from "./paired-listings.ts";
import type { RangeList } from "./range-list.ts";

/** Where a range is to be cut; or that the other listing has less than a page there, so that it tells nothing. */
export type Ahead = { readonly key: string } | "less";

/** How a listing follows another one of much the same keys, whose rows tell where its own pages begin. */
export class Following {
  readonly #lead: () => Lead | undefined;
  readonly #likeness = new Likeness();
  readonly #ranges: Pick<RangeList, "pageRows">;

  constructor(ranges: Pick<RangeList, "pageRows">, lead: () => Lead | undefined) {
    this.#ranges = ranges;
    this.#lead = lead;
  }

  /** What share of a page is lost with each that is asked for so. */
  get loss(): number {
    return this.#likeness.lossOf(this.#ranges.pageRows);
  }

  /** Whether there is a listing to follow. */
  get isOn(): boolean {
    return this.#lead() !== undefined && this.#likeness.isClose;
  }

  /** Pages that the other one has yet to list or to give, where there is one to follow. */
  get pagesLeft(): number {
    return this.isOn ? (this.#lead()?.pagesLeft ?? Infinity) : Infinity;
  }

  /** Compares the last page of a range, which came behind a key, with what the other listing has there. */
  learn(before: string | undefined, { last, pages }: KeyRange): void {
    if (before === undefined || last === undefined || last === before) return;
    const others = this.#lead()?.rowsBetween(before, last) ?? 0;
    const found = pages.at(-1)?.length ?? 0;
    // Of few keys one more or less would be a large share.
    if (others === 0 || 2 * Math.max(found, others) < this.#ranges.pageRows) return;
    this.#likeness.learn(found, others);
  }

  /** Where so many pages of a range end, the one that it asks for first; undefined while nobody can tell. */
  ahead(range: KeyRange, pages: number): Ahead | undefined {
    // What a page has behind its range shows that the range is over, and that the next begins there.
    const others = this.#likeness.othersFor(pages * this.#ranges.pageRows - 1);
    const last = range.last ?? "";
    const ahead = this.#lead()?.keyAfter(last, others);
    if (ahead === undefined) return undefined;
    if (ahead === "end" || !range.reachesBehind(ahead.key)) return "less";
    return compareUtf8(ahead.key, last) > 0 ? ahead : undefined;
  }
}
