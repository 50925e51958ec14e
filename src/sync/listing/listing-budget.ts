/** What requests may come to beyond one for each full page. */
const SHARE = 0.04;
/** What a cut costs on average: the page that runs over it, or that one and an empty one. */
const COST_OF_CUT = 0.8;
/** Pages that are still to come count up to so many times those that have come, and up to so many. */
const FORESIGHT = 8;
const FORESEEN = 1_000;

/** Cuts that may be waiting to be proved, at first. */
const FIRST_TRUST = 2;

/** Cuts whose price is not yet known, and those that nothing has been found behind so far. */
interface Cuts {
  readonly open: number;
  readonly unproved: number;
}

/** Counts what the requests of a listing have brought, so that cutting it costs a few of a hundred. */
export class ListingBudget {
  #requests = 0;
  #pages = 0;
  #trust = FIRST_TRUST;
  /** Cuts behind which there was something, and all whose first answer is there. */
  #hits = 1;
  #proved = 1;

  /** A request has brought so much of a page that is of use. */
  spend(pages: number): void {
    this.#requests++;
    this.#pages += pages;
  }

  /** The first request behind a cut has found something there, or nothing. */
  prove(isHit: boolean): void {
    this.#proved++;
    if (isHit) this.#hits++;
    this.#trust = isHit ? this.#trust + 1 : Math.max(1, this.#trust / 2);
  }

  /** Whether one more cut may be made, when so many pages seem to be left. */
  allows({ open, unproved }: Cuts, pagesLeft: number): boolean {
    const lost = this.#requests - this.#pages;
    const pages = Math.min(pagesLeft, FORESIGHT * this.#requests, FORESEEN);
    // Where guesses have been wrong, so is what they say is left.
    const foreseen = pages * (this.#hits / this.#proved) ** 3;
    const cost = lost + COST_OF_CUT * (open + 1);
    const isCheap = lost <= share(this.#requests) && cost <= share(this.#requests + foreseen);
    return isCheap && unproved < this.#trust;
  }
}

function share(requests: number): number {
  return 1 + SHARE * requests;
}
