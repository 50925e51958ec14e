import type { Transfer } from "../compare/change.ts";

/** Transfers that a mark may leave open; more of them hold its position back. */
const MOST_OPEN = 1_024;

/** The end of a page of the plan: every change up to and with `through` has been handed out. */
export interface PageEnd {
  readonly through: string;
  /** Entries that the run has listed so far. */
  readonly sourceEntries: number;
  readonly destinationEntries: number;
}

/** How far a run is, so that another one can go on. */
export interface Snapshot extends PageEnd {
  /** Keys up to `through` whose transfers have not ended. */
  readonly open: readonly string[];
}

interface NumberedEnd extends PageEnd {
  /** How many transfers had been handed out when the page ended. */
  readonly handed: number;
}

/** Follows transfers from the plan to their ends; it holds those on their way and a few page ends. */
export class Progress {
  readonly #onTheirWay = new Map<Transfer, number>();
  readonly #ends: NumberedEnd[] = [];
  #handed = 0;

  handed(transfer: Transfer): void {
    this.#onTheirWay.set(transfer, ++this.#handed);
  }

  ended(transfer: Transfer): void {
    this.#onTheirWay.delete(transfer);
  }

  pageEnded(end: PageEnd): void {
    if (this.#ends.at(-1)?.handed === this.#handed) this.#ends.pop();
    this.#ends.push({ ...end, handed: this.#handed });
  }

  snapshot(): Snapshot | undefined {
    const open: { readonly key: string; readonly number: number }[] = [];
    let limit = Number.POSITIVE_INFINITY;
    for (const [{ key }, number] of this.#onTheirWay) {
      if (open.length === MOST_OPEN) {
        limit = number;
        break;
      }
      open.push({ key, number });
    }
    while ((this.#ends[1]?.handed ?? limit) < limit) this.#ends.shift();
    const end = this.#ends[0];
    if (end === undefined || end.handed >= limit) return undefined;
    const { handed, ...rest } = end;
    return { ...rest, open: open.flatMap(({ key, number }) => (number <= handed ? key : [])) };
  }
}
