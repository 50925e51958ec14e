import type { EntryPage } from "./entry-page.ts";

/** The last of all characters: behind it, nothing is left under a prefix that any key would have. */
export const LAST_CHARACTER = "\u{10FFFF}";

const LAST_CODE = 0x10ffff;
/** Keys of a page that are looked at: enough to see which characters stand where. */
const SAMPLES = 16;
/** Characters of a key that are looked at. */
const DEPTH = 200;
const FINEST = 2 ** -46;
/** Where so many characters come, any of the same kind may. */
const MANY_SYMBOLS = 8;
const DIGITS = Array.from("0123456789", codeOf);
const HEX_DIGITS = Array.from("0123456789abcdef", codeOf);

/**
 * What is known of a bucket's keys: which characters stand at which place. It takes keys for numbers
 * whose digits these are, to say how far it is from one key to another and what lies half-way.
 */
export class KeySpace {
  readonly #seen: Set<number>[] = [];
  readonly #symbols: (readonly number[] | undefined)[] = [];
  /** The last characters that stood at places behind one where keys went on to the next: 3 in `day=31`. */
  readonly #tops: number[] = [];

  /** Whether nothing is known yet. */
  get isEmpty(): boolean {
    return this.#seen.length === 0;
  }

  learn(page: EntryPage): void {
    const step = Math.max(1, Math.floor((page.length - 1) / SAMPLES));
    for (let row = 0; row < page.length; row += step) this.#learnKey(page.key(row));
    if (page.length === 0) return;
    this.#learnKey(page.key(page.length - 1));
    this.#learnTop(page);
  }

  /** Whether keys seem to differ at a place. */
  varies(place: number): boolean {
    return this.#symbolsAt(place).length > 1;
  }

  /** Whether a key may be followed by one that differs from it at a place. */
  mayRise(key: readonly number[], place: number): boolean {
    return this.varies(place) && (this.#symbolsAt(place).at(-1) ?? 0) > (key[place] ?? 0);
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
    const codes = [...low.slice(0, from), ...this.#digits(middle, from)];
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
    const inner = last.findIndex((_code, at) => at > place && (this.#seen[at]?.size ?? 0) > 1);
    const code = last[inner] ?? 0;
    if (inner === -1 || code <= (this.#tops[inner] ?? 0)) return;
    this.#tops[inner] = code;
    this.#symbols[inner] = undefined;
  }

  #learnKey(key: string): void {
    let place = 0;
    for (const character of key) {
      if (place === DEPTH) return;
      const seen = (this.#seen[place] ??= new Set());
      const code = codeOf(character);
      if (!seen.has(code)) {
        seen.add(code);
        this.#symbols[place] = undefined;
        if (place > 0) this.#symbols[place - 1] = undefined;
      }
      place++;
    }
  }

  /**
   * The digits of a place. Where some of `0` to `9` are, or of hexadecimal digits, all may be; and
   * so may whatever comes next to it in hashes and words.
   */
  #symbolsAt(place: number): readonly number[] {
    return (this.#symbols[place] ??= this.#possibleAt(place));
  }

  #possibleAt(place: number): readonly number[] {
    const none: ReadonlySet<number> = new Set();
    const [here, next] = [this.#seen[place] ?? none, this.#seen[place + 1] ?? none];
    const isOneKind = next.size >= MANY_SYMBOLS && [...here].every((code) => next.has(code));
    const all = completed(isOneKind && [...next].some(isLetter) ? next : here);
    const top = this.#tops[place] ?? LAST_CODE;
    return all.filter((code) => code <= top || here.has(code));
  }

  /** A key as a fraction whose digits begin at a place. */
  #value(codes: Codes, from: number): number {
    let value = 0;
    let scale = 1;
    for (let place = from; place < codes.length && scale > FINEST; place++) {
      const symbols = this.#symbolsAt(place);
      const rank = rankOf(symbols, codes[place] ?? 0);
      scale /= Math.max(1, symbols.length);
      value += rank * scale;
      if (rank === symbols.length) break;
    }
    return value;
  }

  #digits(
    { value, precision }: { readonly value: number; readonly precision: number },
    from: number,
  ): readonly number[] {
    const codes: number[] = [];
    let rest = value;
    let scale = 1;
    for (let place = from; scale > precision; place++) {
      const symbols = this.#symbolsAt(place);
      if (symbols.length === 0) break;
      scale /= symbols.length;
      const rank = Math.min(symbols.length - 1, Math.floor(rest / scale));
      rest -= rank * scale;
      codes.push(symbols[rank] ?? 0);
    }
    return codes;
  }
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

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code > 0x7f;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function rankOf(symbols: readonly number[], code: number): number {
  const rank = symbols.findIndex((symbol) => symbol >= code);
  return rank === -1 ? symbols.length : rank;
}

function completed(seen: ReadonlySet<number>): readonly number[] {
  const all = new Set(seen);
  const hasDigit = DIGITS.some((digit) => seen.has(digit));
  const isHex = seen.size > 2 && [...seen].every((code) => HEX_DIGITS.includes(code));
  if (hasDigit && seen.size > 1) for (const digit of DIGITS) all.add(digit);
  if (isHex && [...seen].some((code) => !DIGITS.includes(code))) {
    for (const digit of HEX_DIGITS) all.add(digit);
  }
  return [...all].sort((a, b) => a - b);
}
