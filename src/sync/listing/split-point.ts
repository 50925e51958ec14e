import { compareUtf8 } from "../../aws/index.ts";
import {
  type Codes,
  codesOf,
  type KeySpace,
  LAST_CHARACTER,
  sharedLength,
  textOf,
} from "./key-space.ts";

/** What has been listed of a range, and where it ends. */
export interface ListedPart {
  readonly first: string;
  readonly last: string;
  /** As many pages as it took. */
  readonly pages: number;
  /** The last key that belongs to the range; the last range is open. */
  readonly end: string | undefined;
  /** How many keys it was cut at behind which there was nothing. */
  readonly misses: number;
  /** From so many pages on a part of it is worth being cut off. */
  readonly least: number;
}

/** Where to cut what is left of a range, and how many pages that seems to be. */
export interface SplitPoint {
  readonly key: string;
  readonly pagesLeft: number;
}

/** Finds a key at which what is left of a range falls in two, by what is known of the keys. */
export function splitPoint(part: ListedPart, space: KeySpace): SplitPoint | undefined {
  // Where half-way was too far, all may lie close together.
  const near = part.misses % 2 === 1 ? nearPoint(part, space) : undefined;
  if (near !== undefined) return near;
  if (part.end !== undefined) return halfTo(codesOf(part.end), part, space);
  const { last, shared } = codesIn(part);
  for (let place = 0; place <= shared; place++) {
    if (!space.mayRise(last, place)) continue;
    const half = halfTo(endOfBlock(last, place), part, space);
    if (half !== undefined) return half;
  }
  return leap(part, space);
}

/** A key within the smallest part of what is left that seems to be large enough. */
function nearPoint(part: ListedPart, space: KeySpace): SplitPoint | undefined {
  const { last, shared } = codesIn(part);
  let near: SplitPoint | undefined;
  for (let place = shared; place >= 0 && near === undefined; place--) {
    if (space.mayRise(last, place)) near = halfTo(endOfBlock(last, place), part, space);
  }
  near ??= leap(part, space);
  return near !== undefined && isBefore(near.key, part.end) ? near : undefined;
}

function halfTo(end: Codes, part: ListedPart, space: KeySpace): SplitPoint | undefined {
  const { first, last } = codesIn(part);
  const pagesLeft = part.pages * space.distance([first, last], end);
  // What cannot be measured may be large.
  if (pagesLeft < 2 * part.least) return undefined;
  const key = space.middle(last, end);
  return key === undefined ? undefined : { key, pagesLeft };
}

function codesIn(part: ListedPart): {
  readonly first: Codes;
  readonly last: Codes;
  readonly shared: number;
} {
  const [first, last] = [codesOf(part.first), codesOf(part.last)];
  return { first, last, shared: sharedLength(first, last) };
}

/**
 * Over the end of what the keys seen so far have in common: each place further to the left that
 * seems to count stands for ten times as much.
 */
function leap(part: ListedPart, space: KeySpace): SplitPoint | undefined {
  const { first, last, shared } = codesIn(part);
  const inner = space.distance([first, last], endOfBlock(last, shared));
  let total = part.pages * (1 + (Number.isFinite(inner) ? inner : 0));
  for (let place = shared; place > 0; place--) {
    const isCounted = place === shared || counts(last[place]) || space.varies(last, place);
    if (!isCounted) continue;
    const pagesLeft = total - part.pages;
    if (pagesLeft >= part.least) {
      const key = textOf(endOfBlock(last, place));
      return isBefore(key, part.end) ? { key, pagesLeft } : leapInto(last, place, pagesLeft);
    }
    total *= 10;
  }
  return undefined;
}

/** Half-way to the end of what is the same before a place, where a digit stands that may go up. */
function leapInto(last: Codes, place: number, pagesLeft: number): SplitPoint | undefined {
  const digit = last[place] ?? 0;
  if (digit < 0x30 || digit >= 0x39) return undefined;
  const middle = Math.ceil((digit + 0x3a) / 2);
  return { key: textOf([...last.slice(0, place), middle]), pagesLeft };
}

function isBefore(key: string, end: string | undefined): boolean {
  return end === undefined || compareUtf8(key, end) < 0;
}

/** Behind all that is the same before a place. */
function endOfBlock(codes: Codes, place: number): Codes {
  return [...codes.slice(0, place), ...codesOf(LAST_CHARACTER)];
}

/** Whether a character is a digit, or ends the name of a directory. */
function counts(code = 0): boolean {
  return code >= 0x2f && code <= 0x39;
}
