import { compareUtf8 } from "../../aws/index.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { KeySurvey } from "../listing/key-survey.ts";
import type { KeySpan } from "../listing/listing-scope.ts";
import type { Sides } from "../sides/sides.ts";

/** What a change is in entries that are only looked at, beside its bytes. */
const CHANGE_WORK = 100;
const BYTES_OF_WORK = 100 * 1024;

/** A part of a sync: the keys of a span, as far as it goes with so much work. */
export interface RangePart extends KeySpan {
  /** Stops after the page with which it is so much: an entry of either side is 1, a change 100 and more by its bytes. */
  readonly mostWork: number;
  /** Deletes nothing, but counts what there is to delete. */
  readonly holdsDeletions: boolean;
}

/** How far a range has come. */
export interface RangeEnd {
  /** What is left of it, in parts that seem to be of one size; none when all is done. */
  readonly left: readonly KeySpan[];
  /** How many deletions were held back. */
  readonly held: number;
}

/** Follows a run over a range, and stops it where it has seen enough. */
export class RangeWork {
  readonly part: RangePart;
  readonly #survey = new KeySurvey();
  #work = 0;
  #stoppedAt: string | undefined;
  #held = 0;

  constructor(part: RangePart) {
    this.part = part;
  }

  get end(): RangeEnd {
    return { left: this.#left(), held: this.#held };
  }

  /** The same sides, whose keys are looked at while they are listed. */
  over(sides: Sides): Sides {
    const { source, destination } = sides;
    return {
      ...sides,
      source: this.#survey.over(source),
      destination: this.#survey.over(destination),
    };
  }

  /** Pages up to the one with which it has seen enough. */
  async *upToEnough(
    pages: AsyncIterable<PlannedPage>,
  ): AsyncGenerator<PlannedPage, void, undefined> {
    for await (const page of pages) {
      yield { ...page, planned: page.planned.filter((change) => this.#isTold(change)) };
      this.#work += workOf(page);
      if (this.#work < this.part.mostWork || !this.#isBehind(page.through)) continue;
      this.#stoppedAt = page.through;
      return;
    }
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
    const { through } = this.part;
    const after = this.#stoppedAt;
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
