import type { EntryPage } from "./entry-page.ts";
import { codeOf, KeyPlace } from "./key-place.ts";

/** The last of all characters: behind it, nothing is left under a prefix that any key would have. */
export const LAST_CHARACTER = "\u{10FFFF}";

const SLASH = 0x2f;
/** Keys of a page that are looked at: enough to see which characters stand where. */
const SAMPLES = 16;
/** Characters of a key that are looked at. */
const DEPTH = 200;
const FINEST = 2 ** -46;

/**
 * What is known of a bucket's keys: which characters stand at which place, so many directories deep
 * and so many characters into the name there, as names are of any length. It takes keys for numbers
 * whose digits these are, to say how far it is from one key to another and what lies half-way.
 */
export class KeySpace {
  readonly #places = new Map<Spot, KeyPlace>();

  /** Whether nothing is known yet. */
  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  learn(page: EntryPage): void {
    const step = Math.max(1, Math.floor((page.length - 1) / SAMPLES));
    for (let row = 0; row < page.length; row += step) this.#learnKey(page.key(row));
    if (page.length === 0) return;
    this.#learnKey(page.key(page.length - 1));
    this.#learnTop(page);
  }

  /** Whether keys seem to differ at a place of one. */
  varies(key: Codes, place: number): boolean {
    return this.#symbolsAt(spotOf(key, place)).length > 1;
  }

  /** Whether a key may be followed by one that differs from it at a place. */
  mayRise(key: Codes, place: number): boolean {
    const symbols = this.#symbolsAt(spotOf(key, place));
    return symbols.length > 1 && (symbols.at(-1) ?? 0) > (key[place] ?? 0);
  }

  /** How far it is from `last` to `end`, when from `first` to `last` is 1. */
  distance([first, last]: readonly [Codes, Codes], end: Codes): number {
    const from = sharedLength(first, end);
    const here = this.#value(last, from);
    return (this.#value(end, from) - here) / (here - this.#value(first, from));
  }

  /** A text about half-way between two, if there is one. */
  middle(low: Codes, high: Codes): string | undefined {
    const from = sharedLength(low, high);
    const [bottom, top] = [this.#value(low, from), this.#value(high, from)];
    if (!(top - bottom > FINEST)) return undefined;
    const middle = { value: (bottom + top) / 2, precision: (top - bottom) / 32 };
    const codes = this.#continued(low.slice(0, from), middle);
    const isBetween = compareCodes(low, codes) < 0 && compareCodes(codes, high) < 0;
    return isBetween ? textOf(codes) : undefined;
  }

  /** Finds the last key of a page before the first place that varies goes up: of days, that ends with `day=31`. */
  #learnTop(page: EntryPage): void {
    const first = codesOf(page.key(0));
    const place = sharedLength(first, codesOf(page.key(page.length - 1)));
    let [low, high] = [0, page.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (codesOf(page.key(middle))[place] === first[place]) low = middle;
      else high = middle - 1;
    }
    const last = codesOf(page.key(low));
    let spot = spotOf(last, place + 1);
    for (const code of last.slice(place + 1)) {
      const inner = this.#places.get(spot);
      if (inner?.varies === true) {
        inner.endAt(code);
        return;
      }
      spot = spotBehind(spot, code);
    }
  }

  #learnKey(key: string): void {
    let spot = FIRST_SPOT;
    let length = 0;
    for (const character of key) {
      if (length++ === DEPTH) return;
      const code = codeOf(character);
      const place = this.#places.get(spot) ?? new KeyPlace();
      this.#places.set(spot, place);
      place.learn(code);
      spot = spotBehind(spot, code);
    }
  }

  #symbolsAt(spot: Spot): readonly number[] {
    return this.#places.get(spot)?.symbols(this.#places.get(spot + 1)) ?? [];
  }

  /** A key as a fraction whose digits begin at a place. */
  #value(codes: Codes, from: number): number {
    let spot = spotOf(codes, from);
    let value = 0;
    let scale = 1;
    for (let place = from; place < codes.length && scale > FINEST; place++) {
      const symbols = this.#symbolsAt(spot);
      const code = codes[place] ?? 0;
      const rank = rankOf(symbols, code);
      scale /= Math.max(1, symbols.length);
      value += rank * scale;
      if (rank === symbols.length) break;
      spot = spotBehind(spot, code);
    }
    return value;
  }

  /** A text that goes on with the digits of a fraction. */
  #continued(
    start: Codes,
    { value, precision }: { readonly value: number; readonly precision: number },
  ): Codes {
    const codes = [...start];
    let spot = spotOf(start, start.length);
    let rest = value;
    for (let scale = 1; scale > precision;) {
      const symbols = this.#symbolsAt(spot);
      if (symbols.length === 0) break;
      scale /= symbols.length;
      const rank = Math.min(symbols.length - 1, Math.floor(rest / scale));
      rest -= rank * scale;
      const code = symbols[rank] ?? 0;
      codes.push(code);
      spot = spotBehind(spot, code);
    }
    return codes;
  }
}

/** How many directories deep, times `DIRECTORY`, and how many characters into the name there. */
type Spot = number;

const FIRST_SPOT: Spot = 0;
/** More than there are characters of a key that are looked at. */
const DIRECTORY = 1_024;

function spotBehind(spot: Spot, code: number): Spot {
  return code === SLASH ? (Math.floor(spot / DIRECTORY) + 1) * DIRECTORY : spot + 1;
}

function spotOf(key: Codes, place: number): Spot {
  let spot = FIRST_SPOT;
  for (let at = 0; at < place; at++) spot = spotBehind(spot, key[at] ?? 0);
  return spot;
}

/** A text by its characters' numbers: these sort as its UTF-8 bytes do. */
export type Codes = readonly number[];

export function codesOf(text: string): Codes {
  return Array.from(text, codeOf);
}

export function textOf(codes: Codes): string {
  return String.fromCodePoint(...codes);
}

export function sharedLength(a: Codes, b: Codes): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function compareCodes(a: Codes, b: Codes): number {
  const at = sharedLength(a, b);
  return (a[at] ?? -1) - (b[at] ?? -1);
}

function rankOf(symbols: readonly number[], code: number): number {
  const rank = symbols.findIndex((symbol) => symbol >= code);
  return rank === -1 ? symbols.length : rank;
}
