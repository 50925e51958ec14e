import { KeySpace } from "./key-space.ts";
import { ListingBudget } from "./listing-budget.ts";

/** A key, unless the listing ends before it. */
export type KeyAhead = { readonly key: string } | "end";

/** A listing that is ahead of another one of much the same keys. */
export interface Lead {
  /** Pages of it that wait or seem to be still to come. */
  readonly pagesLeft: number;
  /** The key so many rows behind another, or that there are fewer; undefined where not all between is listed. */
  keyAfter(key: string, rows: number): KeyAhead | undefined;
  /** How many keys are behind one, up to and with another, where all of them have been listed. */
  rowsBetween(after: string, through: string): number | undefined;
}

/** What a listing shares with that of the run's other side. */
export interface Paired {
  readonly budget: ListingBudget;
  /** What is known of its keys. */
  readonly space: KeySpace;
  /** Told of the listing for as long as it goes on, where it leads: until what is answered is called. */
  readonly leads?: (listing: Lead) => () => void;
  /** The listing that it follows, while that goes on. */
  readonly lead?: () => Lead | undefined;
}

/** What listings of both sides have learned, for those of other parts of the same sides. */
export class Learned {
  readonly source: KeySpace = new KeySpace();
  readonly destination: KeySpace = new KeySpace();
  #budget = new ListingBudget();

  /** The budget of those before, unless they have spent it. */
  get budget(): ListingBudget {
    if (!this.#budget.allows("guessed")) this.#budget = new ListingBudget();
    return this.#budget;
  }
}

/** Has the destination's listing follow the source's: most of their keys are the same. */
export function pairedListings(learned: Learned = new Learned()): {
  readonly source: Paired;
  readonly destination: Paired;
} {
  const { budget } = learned;
  let lead: Lead | undefined;
  const leads = (listing: Lead): (() => void) => {
    lead = listing;
    return () => {
      lead = undefined;
    };
  };
  return {
    source: { budget, space: learned.source, leads },
    destination: { budget, space: learned.destination, lead: () => lead },
  };
}

/** The same listing by other keys; each way tells a key's other name. */
export function byOtherKeys(
  lead: Lead,
  keys: { readonly to: (key: string) => string; readonly from: (key: string) => string },
): Lead {
  return {
    get pagesLeft() {
      return lead.pagesLeft;
    },
    keyAfter: (key, rows) => {
      const found = lead.keyAfter(keys.to(key), rows);
      return found instanceof Object ? { key: keys.from(found.key) } : found;
    },
    rowsBetween: (after, through) => lead.rowsBetween(keys.to(after), keys.to(through)),
  };
}
