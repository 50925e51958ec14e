const LAST_CODE = 0x10ffff;
/** Where so many characters come, any of the same kind may. */
const MANY_SYMBOLS = 8;
const DIGITS = Array.from("0123456789", codeOf);
const NOTHING: ReadonlySet<number> = new Set();
const HEX_DIGITS = Array.from("0123456789abcdef", codeOf);

/** Which characters stand at one place of keys. */
export class KeyPlace {
  readonly #seen = new Set<number>();
  /** The last character that stood here before keys went on to the next of a place before: 3 in `day=31`. */
  #top: number | undefined;
  /** What may stand here, as far as so many characters have told. */
  #found: { readonly known: number; readonly symbols: readonly number[] } | undefined;

  /** Whether keys have differed here. */
  get varies(): boolean {
    return this.#seen.size > 1;
  }

  learn(code: number): void {
    this.#seen.add(code);
  }

  /** Learns that keys go on to the next of a place before behind this character. */
  endAt(code: number): void {
    if (this.#top !== undefined && code <= this.#top) return;
    this.#top = code;
    this.#found = undefined;
  }

  /**
   * The digits of the place, given the one behind it. Where some of `0` to `9` are, or of hexadecimal
   * digits, all may be; and so may whatever comes next to it in hashes and words.
   */
  symbols(next: KeyPlace | undefined): readonly number[] {
    const beside = next === undefined ? NOTHING : next.#seen;
    const known = this.#seen.size + beside.size;
    if (this.#found?.known !== known) this.#found = { known, symbols: this.#possible(beside) };
    return this.#found.symbols;
  }

  #possible(beside: ReadonlySet<number>): readonly number[] {
    const [seen, top] = [this.#seen, this.#top ?? LAST_CODE];
    const isOneKind = beside.size >= MANY_SYMBOLS && [...seen].every((code) => beside.has(code));
    const all = completed(isOneKind && [...beside].some(isLetter) ? beside : seen);
    return all.filter((code) => code <= top || seen.has(code));
  }
}

/** The number of a character: these sort as UTF-8 does. */
export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code > 0x7f;
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
