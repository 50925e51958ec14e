import { type EntryPage, PLACES_PER_ROW } from "./entry-page.ts";

/** Where the UTF-8 bytes of a key stand. */
export interface KeyBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The key of a row. */
export function keyBytes(page: EntryPage, row: number): KeyBytes {
  const at = row * PLACES_PER_ROW;
  const start = (page.places[at] ?? 0) + page.skipped;
  return { bytes: page.bytes, start, end: page.places[at + 1] ?? 0 };
}

/** Orders two keys as S3 does: by their UTF-8 bytes. */
export function compareKeys(a: KeyBytes, b: KeyBytes): number {
  const { bytes: left, start } = a;
  const { bytes: right } = b;
  const shift = b.start - start;
  const end = Math.min(a.end, b.end - shift);
  for (let at = start; at < end; at++) {
    const difference = (left[at] ?? 0) - (right[at + shift] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}

/** How many rows at the beginning of a page, whose keys go up, are not behind a key. */
export function rowsUpTo(page: EntryPage, key: string): number {
  const bytes = Buffer.from(key);
  const wanted = { bytes, start: 0, end: bytes.length };
  let [low, high] = [0, page.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keyBytes(page, middle), wanted) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first row from `from` on, which is at least 1, whose key is not above the one before it. */
export function firstFall({ bytes, places, length }: EntryPage, from: number): number {
  let row = from;
  while (row < length && rises(bytes, places, row * PLACES_PER_ROW)) row++;
  return row;
}

function rises(bytes: Buffer, places: Int32Array, at: number): boolean {
  let before = places[at - PLACES_PER_ROW] ?? 0;
  const beforeEnd = places[at - PLACES_PER_ROW + 1] ?? 0;
  let byte = places[at] ?? 0;
  const end = places[at + 1] ?? 0;
  for (; before < beforeEnd && byte < end; before++, byte++) {
    const difference = (bytes[byte] ?? 0) - (bytes[before] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return byte < end;
}
