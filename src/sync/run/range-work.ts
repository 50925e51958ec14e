import { compareUtf8 } from "../../aws/index.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { KeySurvey } from "../listing/key-survey.ts";
import type { DividedListing, KeySpan, ListingScope } from "../listing/listing-scope.ts";
import type { Sides } from "../sides/sides.ts";

/** What a change is in entries that are only looked at, beside its bytes. */
const CHANGE_WORK = 500;
const BYTES_OF_WORK = 20 * 1024;
const PAGE_KEYS = 1_000;
/** A page of both sides of which all is as it should be. */
const PAGE_WORK = 2 * PAGE_KEYS;
/** As much as so many such pages is worth the while of another worker, who has to begin anew; less while one waits. */
const WORTH_ANOTHER = 100;
/** What comes next is most like what has just come: the share that counts of all before. */
const KEPT = 0.5;

/** As often a listing is asked in vain before a guess is taken instead: one of a busy process goes on in one place. */
const ASKED_IN_VAIN = 8;

/** A part of a sync: the keys of a span, as far as it goes with so much work. */
export interface RangePart extends KeySpan {
  /** Stops after the page with which it is so much: an entry of either side is 1, a change 500 and more by its bytes. */
  readonly mostWork: number;
  /** Deletes nothing, but counts what there is to delete. */
  readonly holdsDeletions: boolean;
  /** Asked before the first deletion, by how many they are; what it throws ends the run. */
  readonly allowDeletions?: (deletions: number) => Promise<void>;
}

/** How far a range has come. */
export interface RangeEnd {
  /** What is left of it, in parts that seem to be of one size; none when all is done. */
  readonly left: readonly KeySpan[];
  /** How many deletions were held back. */
  readonly held: number;
  /** Where it ends after all, with what is left. */
  readonly through?: string | undefined;
}

/** Follows a run over a range, and stops it where it has seen enough. */
export class RangeWork {
  readonly part: RangePart;
  readonly #survey = new KeySurvey();
  readonly #listings = new Set<DividedListing>();
  #work = 0;
  /** The last pages, what came earlier counting less and less. */
  #recent = { work: 0, entries: 0 };
  #hasListed = false;
  #through: string | undefined;
  #stoppedAt: string | undefined;
  #held = 0;
  #vain = 0;

  constructor(part: RangePart) {
    this.part = part;
    this.#through = part.through;
  }

  /** Whether both sides have answered. */
  get hasListed(): boolean {
    return this.#hasListed;
  }

  get end(): RangeEnd {
    return { left: this.#left(), held: this.#held, through: this.#through };
  }

  /** What of both sides is listed: its end comes nearer when something is cut off. */
  get scope(): Extract<ListingScope, { readonly kind: "span" }> {
    const through = (): string | undefined => this.#through;
    return {
      kind: "span",
      after: this.part.after,
      get through() {
        return through();
      },
      follow: (listing) => {
        this.#listings.add(listing);
        return () => this.#listings.delete(listing);
      },
    };
  }

  /** Leaves the farther half of what is left to somebody else, and answers which; nothing where that is not worth it. */
  cutOff(): KeySpan | undefined {
    const through = this.#through;
    const after = this.#stoppedAt === undefined ? this.#cutPoint() : undefined;
    this.#vain++;
    if (after === undefined) return undefined;
    this.#vain = 0;
    this.#through = after;
    return { after, through };
  }

  /** Where listings go on in several places they know more than what they have shown tells. */
  #cutPoint(): string | undefined {
    const { work, entries } = this.#recent;
    const perWork = work === 0 ? 1 : entries / work;
    const leastKeys = (perWork * WORTH_ANOTHER * PAGE_KEYS) / (1 + this.#vain);
    const points = Array.from(this.#listings, (listing) => listing.cutPoint(leastKeys));
    const known = points.find((key) => key !== undefined && this.#isAhead(key));
    const guesses = points.length === 0 || this.#vain >= ASKED_IN_VAIN;
    return (
      known ?? (guesses ? this.#survey.half(this.#through, this.#work / PAGE_WORK) : undefined)
    );
  }

  #isAhead(key: string): boolean {
    return this.#survey.isAhead(key, this.#through);
  }

  /** The same sides, whose keys are looked at while they are listed. */
  over(sides: Sides): Sides {
    const { source, destination } = sides;
    return {
      ...sides,
      source: this.#survey.over(source, this.scope),
      destination: this.#survey.over(destination, this.scope),
    };
  }

  /** Pages up to the one with which it has seen enough. */
  async *upToEnough(
    pages: AsyncIterable<PlannedPage>,
  ): AsyncGenerator<PlannedPage, void, undefined> {
    for await (const page of pages) {
      this.#hasListed = true;
      yield { ...page, planned: page.planned.filter((change) => this.#isTold(change)) };
      this.#count(page);
      if (this.#work < this.part.mostWork || !this.#isBehind(page.through)) continue;
      this.#stoppedAt = page.through;
      return;
    }
  }

  #count(page: PlannedPage): void {
    const [work, entries] = [workOf(page), page.sourceEntries + page.destinationEntries];
    this.#work += work;
    this.#recent = {
      work: work + KEPT * this.#recent.work,
      entries: entries + KEPT * this.#recent.entries,
    };
  }

  /** An obstacle stands above all ranges that are cut out of its tree: the one that it comes in tells of it. */
  #isTold({ kind, key }: PlannedPage["planned"][number]): boolean {
    return kind !== "skip" || this.#isBehind(key);
  }

  #isBehind(key: string | undefined): boolean {
    const { after } = this.part;
    return key !== undefined && (after === undefined || compareUtf8(key, after) > 0);
  }

  hold(deletions: number): void {
    this.#held = deletions;
  }

  #left(): readonly KeySpan[] {
    const [after, through] = [this.#stoppedAt, this.#through];
    if (after === undefined) return [];
    if (through !== undefined && compareUtf8(after, through) >= 0) return [];
    const cut = this.#survey.cut({ after, through });
    return cut === undefined
      ? [{ after, through }]
      : [
          { after, through: cut },
          { after: cut, through },
        ];
  }
}

function workOf({ planned, sourceEntries, destinationEntries }: PlannedPage): number {
  let work = sourceEntries + destinationEntries;
  for (const change of planned) {
    work += CHANGE_WORK;
    if ("source" in change) work += change.source.size / BYTES_OF_WORK;
  }
  return work;
}
