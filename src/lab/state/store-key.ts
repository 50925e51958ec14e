import type { Key, Range } from "./store.ts";

// Words are kept as UTF-8 and joined by a byte 0; a byte 0 in a word is followed by a byte 255, which
// UTF-8 never has. So keys order by words, and no key is ever read as another.
const NUL_MARK = 0xff;

/** Writes a key, or a bound that is written already, and says where it ends. */
export function writeKey(key: Key | Uint8Array, into: Uint8Array, start: number): number {
  if (key instanceof Uint8Array) {
    into.set(key, start);
    return start + key.length;
  }
  let position = start;
  for (const [i, word] of key.entries()) {
    if (i > 0) into[position++] = 0;
    position = writeWord(word, into, position);
  }
  return position;
}

function writeWord(word: string, into: Uint8Array, start: number): number {
  let position = start;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    if (unit === 0 || unit > 0x7f) return writeRest(word.slice(i), into, position);
    into[position++] = unit;
  }
  return position;
}

function writeRest(text: string, into: Uint8Array, start: number): number {
  let position = start;
  for (const byte of Buffer.from(text, "utf8")) {
    into[position++] = byte;
    if (byte === 0) into[position++] = NUL_MARK;
  }
  return position;
}

/** Reads keys that `writeKey` wrote. Keys that are read one after the other mostly begin with the same word. */
export function createKeyReader(): (from: Buffer, start: number, end: number) => Key {
  let bytes: Uint8Array = new Uint8Array();
  let word = "";
  return (from, start, end) => {
    const behind = start + bytes.length;
    if (bytes.length > 0 && behind < end && beginsWith(from, start, bytes)) {
      // Else a byte 0 of the word itself would be taken for its end.
      if (from[behind] !== NUL_MARK) return readWords(from, [behind, end], [word]);
    }
    const words = readWords(from, [start, end], []);
    const mark = from.indexOf(0, start);
    if (mark > start && mark < end && from[mark + 1] !== NUL_MARK) {
      bytes = Uint8Array.prototype.slice.call(from, start, mark + 1);
      word = words[0] ?? "";
    }
    return words;
  };
}

function beginsWith(from: Buffer, start: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (from[start + i] !== bytes[i]) return false;
  return true;
}

/** Reads the words of a stretch, behind those that are known. */
function readWords(
  from: Buffer,
  [start, end]: readonly [start: number, end: number],
  words: string[],
): Key {
  let word = start;
  let hasNul = false;
  for (let i = start; i < end; i++) {
    if (from[i] !== 0) continue;
    if (from[i + 1] === NUL_MARK && i + 1 < end) {
      hasNul = true;
      continue;
    }
    words.push(from.toString("utf8", word, i));
    word = i + 1;
  }
  words.push(from.toString("utf8", word, end));
  return hasNul ? words.map(withoutMarks) : words;
}

/** Byte 255 reads as U+FFFD, and stands behind every byte 0. */
function withoutMarks(word: string): string {
  return word.replaceAll("\0\u{fffd}", "\0");
}

/** Where a walk begins and ends, as keys; `high` is not in it. */
export interface Bounds {
  readonly low?: Uint8Array;
  readonly high?: Uint8Array;
}

/** Works out which keys a range covers. */
export function boundsOf({ within = [], from, after, beyond, before }: Range): Bounds {
  const low = lowest({ within, from, after, beyond });
  const high = before === undefined ? behindAll(within) : bytesOf([...within, ...before], []);
  return { ...(low && { low }), ...(high && { high }) };
}

interface Low {
  readonly within: Key;
  readonly from: Key | undefined;
  readonly after: Key | undefined;
  readonly beyond: Key | undefined;
}

function lowest({ within, from, after, beyond }: Low): Uint8Array | undefined {
  if (beyond !== undefined) return bytesOf([...within, ...beyond], [NUL_MARK]);
  if (after !== undefined) return behindAll([...within, ...after]);
  if (from !== undefined) return bytesOf([...within, ...from], []);
  return within.length === 0 ? undefined : bytesOf(within, [0]);
}

/** Behind all keys that begin with these words. */
function behindAll(words: Key): Uint8Array | undefined {
  return words.length === 0 ? undefined : bytesOf(words, [0, NUL_MARK]);
}

function bytesOf(words: Key, tail: readonly number[]): Uint8Array {
  const size = words.reduce((sum, word) => sum + 1 + 6 * word.length, tail.length);
  const bytes = new Uint8Array(size);
  const end = writeKey(words, bytes, 0);
  bytes.set(tail, end);
  return bytes.subarray(0, end + tail.length);
}
