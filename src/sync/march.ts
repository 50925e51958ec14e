import { compareUtf8, type Side } from "../aws/index.ts";
import { Cursor } from "./cursor.ts";
import type { Entry } from "./ports.ts";
import {
  covers,
  isObstacle,
  type Obstacle,
  refusesWrites,
  type SideListing,
  type Sighting,
} from "./sighting.ts";

/** What two listings show of one key. */
export type Pair =
  | { readonly kind: "both"; readonly source: Entry; readonly destination: Entry }
  | { readonly kind: "sourceOnly"; readonly source: Entry }
  | { readonly kind: "destinationOnly"; readonly destination: Entry }
  | { readonly kind: "obstacle"; readonly side: Side; readonly obstacle: Obstacle };

/**
 * Merges two listings in key order, page by page, holding no more than the pages in hand.
 * Keys that an obstacle of the other side covers are left out: nobody knows what is there. Without
 * `shields` an obstacle of the source is as good as nothing, as it is for the AWS CLI.
 */
export async function* march(
  source: SideListing,
  destination: SideListing,
  { shields = true }: { readonly shields?: boolean } = {},
): AsyncGenerator<readonly Pair[], void, undefined> {
  const cursors = [new Cursor(source, "source"), new Cursor(destination, "destination")] as const;
  const merge = new Merge(cursors, shields);
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
  #sourceObstacle: Obstacle | undefined;
  #destinationObstacle: Obstacle | undefined;

  constructor([source, destination]: readonly [Cursor, Cursor], shields: boolean) {
    this.source = source;
    this.destination = destination;
    this.#shields = shields;
  }

  get isOver(): boolean {
    return this.#isStuck && !this.source.isWaiting && !this.destination.isWaiting;
  }

  get #isStuck(): boolean {
    return this.source.head === undefined && this.destination.head === undefined;
  }

  /** Merges until a page runs out. */
  take(): readonly Pair[] {
    const pairs: Pair[] = [];
    while (!this.source.isWaiting && !this.destination.isWaiting && !this.#isStuck) {
      const pair = this.#step(this.source.head, this.destination.head);
      if (pair !== undefined) pairs.push(pair);
    }
    return pairs;
  }

  #step(source: Sighting | undefined, destination: Sighting | undefined): Pair | undefined {
    const order = orderOf(source, destination);
    if (source !== undefined && (order < 0 || (order === 0 && isObstacle(source)))) {
      this.source.advance();
      return this.#sourceAlone(source);
    }
    if (destination !== undefined && (order > 0 || isObstacle(destination))) {
      this.destination.advance();
      return this.#destinationAlone(destination);
    }
    this.source.advance();
    this.destination.advance();
    return { kind: "both", source: source as Entry, destination: destination as Entry };
  }

  #sourceAlone(source: Sighting): Pair | undefined {
    if (isObstacle(source)) {
      this.#sourceObstacle = source;
      return { kind: "obstacle", side: "source", obstacle: source };
    }
    const other = this.#destinationObstacle;
    const refused = other !== undefined && refusesWrites(other) && covers(other, source.key);
    return refused ? undefined : { kind: "sourceOnly", source };
  }

  #destinationAlone(destination: Sighting): Pair | undefined {
    if (isObstacle(destination)) {
      this.#destinationObstacle = destination;
      return { kind: "obstacle", side: "destination", obstacle: destination };
    }
    if (this.#shields && covers(this.#sourceObstacle, destination.key)) return undefined;
    return { kind: "destinationOnly", destination };
  }
}

function orderOf(source: Sighting | undefined, destination: Sighting | undefined): number {
  if (source === undefined) return 1;
  if (destination === undefined) return -1;
  return compareUtf8(source.key, destination.key);
}
