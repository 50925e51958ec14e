import { EntryPage, NOWHERE, NUMBERS_PER_ROW, PLACES_PER_ROW } from "./entry-page.ts";
import { isObstacle, type Sighting } from "./sighting.ts";

/** A page of what somebody has found one by one. */
export function pageOf(sightings: readonly Sighting[]): EntryPage {
  const { length } = sightings;
  const places = new Int32Array(length * PLACES_PER_ROW).fill(NOWHERE);
  const numbers = new Float64Array(length * NUMBERS_PER_ROW);
  const texts: Buffer[] = [];
  let end = 0;
  const put = (text: string, at: number): void => {
    const bytes = Buffer.from(text);
    texts.push(bytes);
    places[at] = end;
    places[at + 1] = end += bytes.length;
  };
  for (const [row, sighting] of sightings.entries()) {
    const at = row * PLACES_PER_ROW;
    put(sighting.key, at);
    if (isObstacle(sighting)) continue;
    if (sighting.etag !== undefined) put(sighting.etag, at + 2);
    if (sighting.storageClass !== undefined) put(sighting.storageClass, at + 4);
    numbers[row * NUMBERS_PER_ROW] = sighting.size;
    numbers[row * NUMBERS_PER_ROW + 1] = sighting.modifiedMs;
  }
  const columns = { length, bytes: Buffer.concat(texts), places, numbers };
  return new EntryPage(columns, { originals: sightings });
}

/** The rows of a page that are wanted. */
export function rowsWhere(page: EntryPage, isWanted: (row: number) => boolean): EntryPage {
  const places = page.places.slice();
  const numbers = page.numbers.slice();
  let length = 0;
  for (let row = 0; row < page.length; row++) {
    if (!isWanted(row)) continue;
    places.copyWithin(length * PLACES_PER_ROW, row * PLACES_PER_ROW, (row + 1) * PLACES_PER_ROW);
    numbers.copyWithin(
      length * NUMBERS_PER_ROW,
      row * NUMBERS_PER_ROW,
      (row + 1) * NUMBERS_PER_ROW,
    );
    length++;
  }
  return new EntryPage({ length, bytes: page.bytes, places, numbers }, { skipped: page.skipped });
}

/**
 * The same page in as little memory as it takes: of an answer as S3 sends it, a fifth is what is kept.
 */
export function compacted(page: EntryPage): EntryPage {
  const places = new Int32Array(page.length * PLACES_PER_ROW);
  let needed = 0;
  for (let at = 0; at < places.length; at += 2) {
    needed += (page.places[at + 1] ?? 0) - (page.places[at] ?? 0);
  }
  const bytes = Buffer.allocUnsafeSlow(needed);
  let end = 0;
  for (let at = 0; at < places.length; at += 2) {
    const from = page.places[at] ?? NOWHERE;
    const to = page.places[at + 1] ?? NOWHERE;
    places[at] = from === NOWHERE ? NOWHERE : end;
    for (let byte = from; byte < to; byte++) bytes[end++] = page.bytes[byte] ?? 0;
    places[at + 1] = from === NOWHERE ? NOWHERE : end;
  }
  const { length, numbers, skipped } = page;
  return new EntryPage({ length, bytes, places, numbers: numbers.slice() }, { skipped });
}
