import { compareUtf8, type Side } from "../../aws/index.ts";
import { compareKeys } from "../listing/compare-keys.ts";
import { Cursor } from "../listing/cursor.ts";
import type { Entry } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";
import { covers, isObstacle, type Obstacle, refusesWrites } from "../listing/sighting.ts";

/** What two listings show of one key. */
export type Pair =
  | { readonly kind: "both"; readonly source: Entry; readonly destination: Entry }
  | { readonly kind: "sourceOnly"; readonly source: Entry }
  | { readonly kind: "destinationOnly"; readonly destination: Entry }
  | { readonly kind: "obstacle"; readonly side: Side; readonly obstacle: Obstacle };

/** What the columns of a listing say of an entry. */
export type Look = Pick<Entry, "size" | "modifiedMs">;

/** A stretch of a march. */
export interface Stretch {
  readonly pairs: readonly Pair[];
  /** Pairs of both sides that are not shown, because a look at them was enough. */
  readonly settled: number;
  /** Every key of both sides up to and with this one is behind. */
  readonly through: string | undefined;
}

/** How to march. */
export interface MarchOptions {
  /** Without it an obstacle of the source is as good as nothing, as it is for the AWS CLI. */
  readonly shields?: boolean;
  /** Whether a look is enough to leave two entries as they are. */
  readonly isSettled?: (source: Look, destination: Look) => boolean;
}

/**
 * Merges two listings in key order, page by page, holding no more than the pages in hand.
 * Keys that an obstacle of the other side covers are left out: nobody knows what is there.
 */
export async function* march(
  source: SideListing,
  destination: SideListing,
  options: MarchOptions = {},
): AsyncGenerator<Stretch, void, undefined> {
  const cursors = [new Cursor(source, "source"), new Cursor(destination, "destination")] as const;
  const merge = new Merge(cursors, options);
  try {
    do {
      await Promise.all([merge.source.fill(), merge.destination.fill()]);
      yield merge.take();
    } while (!merge.isOver);
  } finally {
    await Promise.allSettled([merge.source.close(), merge.destination.close()]);
  }
}

class Merge {
  readonly source: Cursor;
  readonly destination: Cursor;
  readonly #shields: boolean;
  readonly #isSettled: (source: Look, destination: Look) => boolean;
  #sourceObstacle: Obstacle | undefined;
  #destinationObstacle: Obstacle | undefined;

  constructor(
    [source, destination]: readonly [Cursor, Cursor],
    { shields = true, isSettled = () => false }: MarchOptions,
  ) {
    this.source = source;
    this.destination = destination;
    this.#shields = shields;
    this.#isSettled = isSettled;
  }

  get isOver(): boolean {
    return this.#isStuck && !this.source.isWaiting && !this.destination.isWaiting;
  }

  get #isStuck(): boolean {
    return !this.source.hasHead && !this.destination.hasHead;
  }

  /** Merges until a page runs out. */
  take(): Stretch {
    const pairs: Pair[] = [];
    let settled = 0;
    while (!this.source.isWaiting && !this.destination.isWaiting && !this.#isStuck) {
      const pair = this.#step();
      if (pair === "settled") settled++;
      else if (pair !== undefined) pairs.push(pair);
    }
    return { pairs, settled, through: this.#through };
  }

  get #through(): string | undefined {
    const [source, destination] = [this.source.passed, this.destination.passed];
    if (source === undefined || destination === undefined) return source ?? destination;
    return compareUtf8(source, destination) < 0 ? destination : source;
  }

  #step(): Pair | "settled" | undefined {
    const { source, destination } = this;
    const order = orderOf(source, destination);
    if (order < 0 || (order === 0 && source.isAtObstacle)) return this.#sourceAlone();
    if (order > 0 || destination.isAtObstacle) return this.#destinationAlone();
    const isSettled = this.#isSettled(source, destination);
    const pair = isSettled ? "settled" : bothOf(source, destination);
    source.advance();
    destination.advance();
    return pair;
  }

  #sourceAlone(): Pair | undefined {
    const source = this.source.head();
    this.source.advance();
    if (isObstacle(source)) {
      this.#sourceObstacle = source;
      return { kind: "obstacle", side: "source", obstacle: source };
    }
    const other = this.#destinationObstacle;
    const refused = other !== undefined && refusesWrites(other) && covers(other, source.key);
    return refused ? undefined : { kind: "sourceOnly", source };
  }

  #destinationAlone(): Pair | undefined {
    const destination = this.destination.head();
    this.destination.advance();
    if (isObstacle(destination)) {
      this.#destinationObstacle = destination;
      return { kind: "obstacle", side: "destination", obstacle: destination };
    }
    if (this.#shields && covers(this.#sourceObstacle, destination.key)) return undefined;
    return { kind: "destinationOnly", destination };
  }
}

function bothOf(source: Cursor, destination: Cursor): Pair {
  const [from, to] = [source.head(), destination.head()];
  return { kind: "both", source: from as Entry, destination: to as Entry };
}

function orderOf(source: Cursor, destination: Cursor): number {
  if (!source.hasHead) return 1;
  if (!destination.hasHead) return -1;
  return compareKeys(source, destination);
}
