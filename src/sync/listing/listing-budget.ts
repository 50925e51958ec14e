import { CutPrice } from "./cut-price.ts";

/** What a place to cut at is known by: a guess from keys seen so far, the other side's keys, or the name of a directory. */
export type CutKind = "guessed" | "followed" | "named";

/**
 * What requests may come to beyond one for each full page, in shares of them: of a few, of many whose
 * other side has the same keys, and of what is followed. What is open when the last is spent comes on top:
 * with these, listings of 100 and of 1,000 pages of seven kinds of keys stay under 5 %, and few of unlike directories do not.
 */
const SHARE = 0.033;
const SHARE_OF_MANY = 0.045;
const SHARE_OF_FOLLOWING = 0.025;
/**
 * Pages that are still to come count up to so many times those that have come, and up to so many: less where
 * directories are unlike, of which nobody knows the sizes.
 */
const FORESIGHT = 8;
const FORESEEN = 250;
const FORESEEN_OF_UNLIKE = 60;
/** Guesses that may be waiting to be proved, at first. */
const FIRST_TRUST = 2;
/** What runs over a cut on average that is anywhere. */
const HALF_A_PAGE = 0.5;

/** A listing that makes requests. */
export interface Spender {
  /** By what the ends of ranges are known that have not been listed yet. */
  readonly openCuts: readonly CutKind[];
  /** Guesses behind which nothing has been found so far. */
  readonly unproved: number;
  /** Pages that seem to be left. */
  readonly pagesLeft: number;
  /** What share of a page is lost with each that it asks for as the other side's keys tell. */
  readonly loss: number;
}

/** What a request has brought to a range. */
interface Brought {
  /** How much of the page belongs to the range. */
  readonly share: number;
  /** Whether it was the first behind where the range begins, and whether none comes after it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly startsBy: CutKind | undefined;
  readonly endsBy: CutKind | undefined;
}

/** Counts what the requests of listings have brought, so that cutting them costs a few of a hundred. */
export class ListingBudget {
  /** Half a page on average runs over a guess, and sometimes there is an empty one behind it. */
  readonly #prices = {
    guessed: new CutPrice({ pages: 3, cuts: 4 }),
    followed: new CutPrice({ pages: 1, cuts: 1 }),
    // Directories may end with their pages, so that the one after their last has nothing of them.
    named: new CutPrice({ pages: 4, cuts: 4 }),
  };
  readonly #listings = new Set<Spender>();
  #requests = 0;
  #trust = FIRST_TRUST;
  #mostForeseen = FORESEEN;
  /** Guesses behind which there was something, and all whose first answer is there. */
  #hits = 1;
  #proved = 1;

  join(listing: Spender): void {
    this.#listings.add(listing);
  }

  leave(listing: Spender): void {
    this.#listings.delete(listing);
  }

  /** How many pages apart cuts must be that cost so much of a page each, so that they cost no more than they may. */
  pagesPerCut(loss: number): number {
    return loss <= SHARE_OF_FOLLOWING ? 1 : Math.ceil(HALF_A_PAGE / SHARE_OF_FOLLOWING);
  }

  /** Whether directories have been asked for. */
  get hasNames(): boolean {
    return this.#prices.named.paid > 0;
  }

  /** Directories are asked for, which brings no key. */
  ask(): void {
    this.#prices.named.pay(1);
  }

  /** Directories are unlike. Where more has been counted on already, that stays as it is. */
  learnUnlike(): void {
    const counted = Math.min(FORESEEN, FORESIGHT * this.#requests);
    this.#mostForeseen = Math.max(FORESEEN_OF_UNLIKE, counted);
  }

  /** A request has been answered: counts it, and what the cut has cost that made it bring less than a page. */
  count({ share, isFirst, isLast, startsBy, endsBy }: Brought): void {
    this.#requests++;
    const isMiss = share === 0 && isFirst;
    const cut = isMiss ? (startsBy ?? endsBy) : endsBy;
    if (isLast && cut !== undefined) this.#prices[cut].pay(1 - share);
    if (isFirst && startsBy === "guessed") this.#prove(share > 0);
  }

  /** Whether one more cut may be made. */
  allows(kind: CutKind): boolean {
    if (kind === "guessed" && this.#sum((one) => one.unproved) >= this.#trust) return false;
    const { guessed, followed, named } = this.#prices;
    // What is followed costs little, and goes on where guesses have been dear.
    const paid = followed.paid + (kind === "followed" ? 0 : named.paid + guessed.paid);
    const owed = this.#owed(kind === "followed" ? [kind] : ["guessed", "named"]);
    const cost = paid + owed + this.#prices[kind].each;
    const requests = this.#requests;
    return (
      paid <= this.#allowance(kind, requests) &&
      cost <= this.#allowance(kind, requests + this.#foreseen)
    );
  }

  /** The first request behind a guess has found something there, or nothing. */
  #prove(isHit: boolean): void {
    this.#proved++;
    if (isHit) this.#hits++;
    this.#trust = isHit ? this.#trust + 1 : Math.max(1, this.#trust / 2);
  }

  #allowance(kind: CutKind, requests: number): number {
    if (kind === "followed") return 1 + SHARE_OF_FOLLOWING * requests;
    const isSame = this.#sum(({ loss }) => loss) === 0;
    return Math.max(1 + SHARE * requests, isSame ? SHARE_OF_MANY * requests - 1 : 0);
  }

  /** What cuts of some kinds will have cost whose ends have not been listed yet. */
  #owed(kinds: readonly CutKind[]): number {
    return this.#sum(({ openCuts }) => {
      const cuts = openCuts.filter((one) => kinds.includes(one));
      return cuts.reduce((sum, one) => sum + this.#prices[one].each, 0);
    });
  }

  /** Pages that are surely still to come: where guesses have been wrong, so is what they say is left. */
  get #foreseen(): number {
    const left = this.#sum(({ pagesLeft }) => pagesLeft);
    const pages = Math.min(left, FORESIGHT * this.#requests, this.#mostForeseen);
    return pages * (this.#hits / this.#proved) ** 3;
  }

  #sum(numberOf: (listing: Spender) => number): number {
    let total = 0;
    for (const listing of this.#listings) total += numberOf(listing);
    return total;
  }
}
