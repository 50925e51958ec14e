import type { Side } from "../../aws/index.ts";
import { pageOf } from "./build-page.ts";
import { EntryPage, PLACES_PER_ROW } from "./entry-page.ts";
import { requireOrder } from "./require-order.ts";
import type { SideListing, SidePage } from "./side-listing.ts";
import { isObstacle, type Sighting } from "./sighting.ts";

const NOTHING = pageOf([]);

/** A place in a listing that can look one sighting ahead, while the next page is already asked for. */
export class Cursor {
  /** Where the key in front stands: fields, because they are looked at once for every key. */
  bytes: Uint8Array = NOTHING.bytes;
  start = 0;
  end = 0;
  readonly #side: Side;
  readonly #pages: AsyncIterator<SidePage>;
  #next: Promise<IteratorResult<SidePage>>;
  #page = NOTHING;
  #row = 0;
  #last: EntryPage | undefined;
  #ended = false;

  constructor(listing: SideListing, side: Side) {
    this.#side = side;
    this.#pages = listing[Symbol.asyncIterator]();
    this.#next = this.#ask();
  }

  /** Whether there is a sighting in front, which is not so at the end of a page or of the listing. */
  get hasHead(): boolean {
    return this.#row < this.#page.length;
  }

  /** Whether the page in hand is used up and another may follow. */
  get isWaiting(): boolean {
    return this.#row >= this.#page.length && !this.#ended;
  }

  get isAtObstacle(): boolean {
    const sighting = this.#page.originals?.[this.#row];
    return sighting !== undefined && isObstacle(sighting);
  }

  get size(): number {
    return this.#page.size(this.#row);
  }

  get modifiedMs(): number {
    return this.#page.modifiedMs(this.#row);
  }

  /** What is in front. */
  head(): Sighting {
    return this.#page.sighting(this.#row);
  }

  /** The last key of the page in hand that is behind, if any is. */
  get passed(): string | undefined {
    return this.#row === 0 ? undefined : this.#page.key(this.#row - 1);
  }

  advance(): void {
    this.#row++;
    this.#place();
  }

  /** Waits until there is a head, or the listing has ended. */
  async fill(): Promise<void> {
    while (this.isWaiting) {
      const result = await this.#next;
      if (result.done === true) {
        this.#ended = true;
        return;
      }
      const page = result.value instanceof EntryPage ? result.value : pageOf(result.value);
      requireOrder(page, this.#last, this.#side);
      if (page.length > 0) this.#last = page;
      this.#page = page;
      this.#row = 0;
      this.#place();
      this.#next = this.#ask();
    }
  }

  /** Gives up the rest of the listing. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#pages.return?.();
  }

  #place(): void {
    const { bytes, places, skipped } = this.#page;
    this.bytes = bytes;
    this.start = (places[this.#row * PLACES_PER_ROW] ?? 0) + skipped;
    this.end = places[this.#row * PLACES_PER_ROW + 1] ?? 0;
  }

  #ask(): Promise<IteratorResult<SidePage>> {
    const next = this.#pages.next();
    // A page asked for ahead may fail while nobody waits for it; `fill` meets the failure later.
    next.catch(() => undefined);
    return next;
  }
}
