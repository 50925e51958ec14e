import { compareUtf8, type Side } from "../aws/index.ts";
import { isObstacle, type SideListing, type Sighting } from "./sighting.ts";

/** A place in a listing that can look one sighting ahead, while the next page is already asked for. */
export class Cursor {
  readonly #side: Side;
  readonly #pages: AsyncIterator<readonly Sighting[]>;
  #next: Promise<IteratorResult<readonly Sighting[]>>;
  #page: readonly Sighting[] = [];
  #at = 0;
  #last: string | undefined;
  #ended = false;

  constructor(listing: SideListing, side: Side) {
    this.#side = side;
    this.#pages = listing[Symbol.asyncIterator]();
    this.#next = this.#ask();
  }

  /** The sighting in front, or undefined at the end of the page or of the listing. */
  get head(): Sighting | undefined {
    return this.#page[this.#at];
  }

  /** Whether the page in hand is used up and another may follow. */
  get isWaiting(): boolean {
    return this.#at >= this.#page.length && !this.#ended;
  }

  advance(): void {
    this.#at++;
  }

  /** Waits until there is a head, or the listing has ended. */
  async fill(): Promise<void> {
    while (this.isWaiting) {
      const result = await this.#next;
      if (result.done === true) {
        this.#ended = true;
        return;
      }
      this.#last = lastInOrder(result.value, this.#last, this.#side);
      this.#page = result.value;
      this.#at = 0;
      this.#next = this.#ask();
    }
  }

  /** Gives up the rest of the listing. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#pages.return?.();
  }

  #ask(): Promise<IteratorResult<readonly Sighting[]>> {
    const next = this.#pages.next();
    // A page asked for ahead may fail while nobody waits for it; `fill` meets the failure later.
    next.catch(() => undefined);
    return next;
  }
}

/**
 * The last key of a page that is in order. A merge of unordered listings would take present keys for
 * absent ones and delete them: directory buckets list without order, so this is checked, not hoped.
 */
function lastInOrder(
  page: readonly Sighting[],
  before: string | undefined,
  side: Side,
): string | undefined {
  let last = before;
  for (const sighting of page) {
    const order = last === undefined ? -1 : compareUtf8(last, sighting.key);
    if (order > 0 || (order === 0 && !isObstacle(sighting))) {
      throw new Error(
        `cannot compare: the ${side} lists \`${sighting.key}\` after \`${String(last)}\`, but a listing must be in UTF-8 order without repeats`,
      );
    }
    last = sighting.key;
  }
  return last;
}
