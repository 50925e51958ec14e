import { EntryPage, NOWHERE, NUMBERS_PER_ROW, PLACES_PER_ROW } from "./entry-page.ts";
import { isObstacle, type Sighting } from "./sighting.ts";

/** A page of what somebody has found one by one. */
export function pageOf(sightings: readonly Sighting[]): EntryPage {
  const { length } = sightings;
  const places = new Int32Array(length * PLACES_PER_ROW).fill(NOWHERE);
  const numbers = new Float64Array(length * NUMBERS_PER_ROW);
  const texts: Buffer[] = [];
  const classes: string[] = [];
  let end = 0;
  const put = (text: string): number => {
    const bytes = Buffer.from(text);
    texts.push(bytes);
    return (end += bytes.length);
  };
  for (const [row, sighting] of sightings.entries()) {
    const at = row * PLACES_PER_ROW;
    places[at] = end;
    places[at + 1] = put(sighting.key);
    if (isObstacle(sighting)) continue;
    const { etag, storageClass } = sighting;
    if (etag !== undefined) places[at + 2] = put(etag);
    if (storageClass !== undefined) places[at + 3] = classIndexIn(classes, storageClass);
    numbers[row * NUMBERS_PER_ROW] = sighting.size;
    numbers[row * NUMBERS_PER_ROW + 1] = sighting.modifiedMs;
  }
  const columns = { length, bytes: Buffer.concat(texts), places, numbers, classes };
  return new EntryPage(columns, { originals: sightings });
}

/** Which of a page's classes, of which there are few, a row has. */
export function classIndexIn(classes: string[], storageClass: string): number {
  const found = classes.indexOf(storageClass);
  return found === -1 ? classes.push(storageClass) - 1 : found;
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
  const { bytes, classes, skipped, isInOrder } = page;
  return new EntryPage({ length, bytes, places, numbers, classes }, { skipped, isInOrder });
}
