import type { Entry } from "./entry.ts";
import type { Sighting } from "./sighting.ts";

/** Numbers of a row in `places`: where its key begins and ends, where the ETag behind it ends, and its class among the page's. */
export const PLACES_PER_ROW = 4;
/** Numbers of a row in `numbers`: its size and its modification time. */
export const NUMBERS_PER_ROW = 2;
/** Stands for what a row does not have. */
export const NOWHERE = -1;

/** What a page is made of. */
export interface PageColumns {
  readonly length: number;
  /** Keys in UTF-8, each with its ETag right behind it. */
  readonly bytes: Buffer;
  readonly places: Int32Array;
  readonly numbers: Float64Array;
  /** The storage classes that rows have. */
  readonly classes: readonly string[];
}

interface PageExtras {
  /** Bytes at the beginning of every key that are left out of what is shown. */
  readonly skipped?: number;
  /** What the rows were made of, where that says more than they do. */
  readonly originals?: readonly Sighting[] | undefined;
  /** Whether the keys are known to go up. */
  readonly isInOrder?: boolean;
}

/**
 * A page of a listing by columns. Strings and objects are made of the rows that are asked for: for
 * the rows that are the same on both sides they would cost more than the comparison.
 */
export class EntryPage implements PageColumns {
  readonly length: number;
  readonly bytes: Buffer;
  readonly places: Int32Array;
  readonly numbers: Float64Array;
  readonly classes: readonly string[];
  readonly skipped: number;
  readonly originals: readonly Sighting[] | undefined;
  readonly isInOrder: boolean;

  constructor(columns: PageColumns, extras: PageExtras = {}) {
    this.length = columns.length;
    this.bytes = columns.bytes;
    this.places = columns.places;
    this.numbers = columns.numbers;
    this.classes = columns.classes;
    this.skipped = extras.skipped ?? 0;
    this.originals = extras.originals;
    this.isInOrder = extras.isInOrder ?? false;
  }

  key(row: number): string {
    const at = row * PLACES_PER_ROW;
    const start = (this.places[at] ?? 0) + this.skipped;
    return this.bytes.toString("utf8", start, this.places[at + 1]);
  }

  size(row: number): number {
    return this.numbers[row * NUMBERS_PER_ROW] ?? 0;
  }

  modifiedMs(row: number): number {
    return this.numbers[row * NUMBERS_PER_ROW + 1] ?? 0;
  }

  sighting(row: number): Sighting {
    return this.originals?.[row] ?? this.entry(row);
  }

  entry(row: number): Entry {
    const etag = this.#etag(row);
    const storageClass = this.classes[this.places[row * PLACES_PER_ROW + 3] ?? NOWHERE];
    return {
      key: this.key(row),
      size: this.size(row),
      modifiedMs: this.modifiedMs(row),
      ...(etag !== undefined && { etag }),
      ...(storageClass !== undefined && { storageClass }),
    };
  }

  entries(): readonly Entry[] {
    return Array.from({ length: this.length }, (_, row) => this.entry(row));
  }

  /** The page with keys that lack so many bytes at their beginning. */
  skipping(skipped: number): EntryPage {
    return new EntryPage(this, { ...this.#kept, skipped });
  }

  /** The page whose keys somebody has seen to go up. */
  inOrder(): EntryPage {
    return new EntryPage(this, { ...this.#kept, isInOrder: true });
  }

  /** The rows from one to before another. */
  between(from: number, to: number): EntryPage {
    const places = this.places.subarray(from * PLACES_PER_ROW, to * PLACES_PER_ROW);
    const numbers = this.numbers.subarray(from * NUMBERS_PER_ROW, to * NUMBERS_PER_ROW);
    const { bytes, classes } = this;
    return new EntryPage({ length: to - from, bytes, places, numbers, classes }, this.#kept);
  }

  get #kept(): PageExtras {
    return { skipped: this.skipped, isInOrder: this.isInOrder };
  }

  #etag(row: number): string | undefined {
    const at = row * PLACES_PER_ROW;
    const end = this.places[at + 2] ?? NOWHERE;
    return end === NOWHERE ? undefined : this.bytes.toString("utf8", this.places[at + 1], end);
  }
}
