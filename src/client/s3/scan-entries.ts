import { decodeUrlEncodedKey, decodeXmlText } from "../../aws/index.ts";
import type { Entry } from "../../sync/index.ts";
import { WireError } from "../http/wire-error.ts";
import { isoTimeMs } from "./iso-time.ts";

/**
 * Reads every `<Contents>` of a list page, whatever the order of the elements in it.
 * It walks the bytes once and makes only the strings that are kept: 20 to 60 times as fast as an
 * XML parser, which would cost more than the rest of a listing.
 */
export function scanEntries(page: Buffer, isUrlEncoded: boolean): readonly Entry[] {
  const scanner = new EntryScanner(page, isUrlEncoded);
  const entries: Entry[] = [];
  for (let entry = scanner.next(); entry !== undefined; entry = scanner.next()) entries.push(entry);
  return entries;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const OPEN_CONTENTS = "<Contents>";

class EntryScanner {
  readonly #page: Buffer;
  readonly #isUrlEncoded: boolean;
  #at = 0;
  #key: string | undefined;
  #size = -1;
  #modifiedMs = Number.NaN;
  #etag: string | undefined;
  #storageClass: string | undefined;

  constructor(page: Buffer, isUrlEncoded: boolean) {
    this.#page = page;
    this.#isUrlEncoded = isUrlEncoded;
  }

  next(): Entry | undefined {
    const start = this.#findContents();
    if (start === -1) return undefined;
    this.#at = start + OPEN_CONTENTS.length;
    this.#key = undefined;
    this.#size = -1;
    this.#modifiedMs = Number.NaN;
    this.#etag = undefined;
    this.#storageClass = undefined;
    while (this.#readChild());
    return this.#entry();
  }

  /** Entries follow each other directly in AWS's pages; elsewhere they are looked for. */
  #findContents(): number {
    const page = this.#page;
    const at = this.#at;
    const follows =
      page[at + 1] === 0x43 &&
      page[at + 2] === 0x6f &&
      page[at + 3] === 0x6e &&
      page[at + 9] === GREATER;
    return follows ? at : page.indexOf(OPEN_CONTENTS, at);
  }

  /** Reads one element inside `<Contents>`; false at its end. */
  #readChild(): boolean {
    const tag = this.#seek(LESS, this.#at);
    switch (this.#page[tag + 1] ?? SLASH) {
      case SLASH:
        this.#at = this.#seek(GREATER, tag) + 1;
        return false;
      case 0x4b: // K
        return this.#readKey(tag);
      case 0x4c: // L
        return this.#readModified(tag);
      case 0x45: // E
        return this.#readEtag(tag);
      case 0x53: // S
        return this.#readSizeOrClass(tag);
      default:
        return this.#skip(tag);
    }
  }

  #readKey(tag: number): boolean {
    const start = tag + "<Key>".length;
    if (this.#page[start - 1] !== GREATER) return this.#skip(tag);
    const end = this.#seek(LESS, start);
    this.#key = this.#isUrlEncoded ? this.#urlText(start, end) : this.#text(start, end);
    this.#at = end + "</Key>".length;
    return true;
  }

  #readModified(tag: number): boolean {
    const start = tag + "<LastModified>".length;
    if (this.#page[start - 1] !== GREATER) return this.#skip(tag);
    const end = this.#seek(LESS, start);
    this.#modifiedMs = isoTimeMs(this.#page, start, end);
    this.#at = end + "</LastModified>".length;
    return true;
  }

  #readEtag(tag: number): boolean {
    const page = this.#page;
    const start = tag + "<ETag>".length;
    if (page[start - 1] !== GREATER) return this.#skip(tag);
    const end = this.#seek(LESS, start);
    // `&quot;` from AWS, a plain quote from others.
    const quote = page[start] === AMPERSAND ? "&quot;".length : page[start] === QUOTE ? 1 : 0;
    this.#etag = page.toString("latin1", start + quote, end - quote);
    this.#at = end + "</ETag>".length;
    return true;
  }

  #readSizeOrClass(tag: number): boolean {
    const page = this.#page;
    if (page[tag + "<Size".length] === GREATER) {
      const start = tag + "<Size>".length;
      const end = this.#seek(LESS, start);
      this.#size = this.#number(start, end);
      this.#at = end + "</Size>".length;
      return true;
    }
    const start = tag + "<StorageClass>".length;
    if (page[start - 1] !== GREATER) return this.#skip(tag);
    const end = this.#seek(LESS, start);
    const isStandard = end - start === "STANDARD".length && page[start + 2] === 0x41;
    this.#storageClass = isStandard ? "STANDARD" : this.#text(start, end);
    this.#at = end + "</StorageClass>".length;
    return true;
  }

  /** Passes over an element that nobody asked for, with all that is in it. */
  #skip(tag: number): boolean {
    const page = this.#page;
    let depth = 0;
    let at = tag;
    do {
      const open = this.#seek(LESS, at);
      at = this.#seek(GREATER, open) + 1;
      if (page[open + 1] === SLASH) depth--;
      else if (page[at - 2] !== SLASH) depth++;
    } while (depth > 0);
    this.#at = at;
    return true;
  }

  #seek(byte: number, from: number): number {
    const page = this.#page;
    let at = from;
    while (page[at] !== byte) {
      if (at >= page.length) throw this.#unreadable(from);
      at++;
    }
    return at;
  }

  #number(start: number, end: number): number {
    let value = 0;
    for (let at = start; at < end; at++) {
      const digit = (this.#page[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) throw this.#unreadable(start);
      value = value * 10 + digit;
    }
    return value;
  }

  #urlText(start: number, end: number): string {
    const text = this.#page.toString("latin1", start, end);
    if (!/[%+&]/.test(text)) return text;
    const key = decodeUrlEncodedKey(decodeXmlText(text));
    if (key === undefined) throw this.#unreadable(start);
    return key;
  }

  #text(start: number, end: number): string {
    return decodeXmlText(this.#page.toString("utf8", start, end));
  }

  #entry(): Entry {
    const key = this.#key;
    if (key === undefined || this.#size < 0 || Number.isNaN(this.#modifiedMs)) {
      throw this.#unreadable(this.#at);
    }
    // One literal for AWS's answers: spreading costs more than all of the scanning.
    const size = this.#size;
    const modifiedMs = this.#modifiedMs;
    const etag = this.#etag;
    const storageClass = this.#storageClass;
    if (etag !== undefined && storageClass !== undefined) {
      return { key, size, modifiedMs, etag, storageClass };
    }
    return {
      key,
      size,
      modifiedMs,
      ...(etag !== undefined && { etag }),
      ...(storageClass !== undefined && { storageClass }),
    };
  }

  #unreadable(at: number): WireError {
    return new WireError(
      "UnreadableAnswer",
      `cannot read the answer to ListObjectsV2 at byte ${at}: it must be S3's \`<Contents>\` elements`,
    );
  }
}
