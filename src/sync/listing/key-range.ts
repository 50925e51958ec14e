import { compareUtf8 } from "../../aws/index.ts";
import { firstFall, rowsUpTo } from "./compare-keys.ts";
import type { EntryPage } from "./entry-page.ts";
import type { CutKind } from "./listing-budget.ts";
import type { PageOptions } from "../ports.ts";
import { KeySpace } from "./key-space.ts";
import { type SplitPoint, splitPoint } from "./split-point.ts";

/** A part of a range is worth requests of its own from this many pages on. */
export const LEAST_PAGES = 5;
/** What comes next is more like so many pages before it than like those at the beginning. */
const PAGES_LIKE_NEXT = 4;

/** A page of a range, and the token of the one after it. */
export interface RangePage {
  readonly page: EntryPage;
  readonly token: string | undefined;
}

/** Where a range is cut in two, by what this is known, and the pages that seem to be left before it and behind it. */
export interface Cut {
  readonly key: string;
  readonly kind: CutKind;
  readonly before: number;
  readonly behind: number;
}

/** A part of a bucket's keys, listed page by page: what comes after its start, up to its end. */
export class KeyRange {
  isAsking = false;
  /** By what its start and its end are known, where it has been cut off from another there. */
  #startsBy: CutKind | undefined;
  #endsBy: CutKind | undefined;
  readonly #start: string | undefined;
  readonly #pages: EntryPage[] = [];
  #end: string | undefined;
  /** What is known of keys like its own. */
  #space: KeySpace;
  #from: PageOptions["from"];
  #first: string | undefined;
  #last: string | undefined;
  /** The last pages: with which key each begins, and how much of it was of the range. */
  readonly #recent: { readonly first: string; readonly share: number }[] = [];
  #isSized = false;
  /** Pages to come, while it cannot be told from those that have. */
  #expected = LEAST_PAGES;
  #misses = 0;
  #waitingBytes = 0;
  #isOver = false;
  /** Where it went on before it left something out. */
  #back: { readonly from: PageOptions["from"]; readonly after: string } | undefined;
  #isUnproved: boolean;
  /** What lay behind the end in the page that reached it. */
  #beyond: RangePage | undefined;
  /** Where it may be cut, as far as the last page has told. */
  #splitPoint: { readonly found: SplitPoint | undefined } | undefined;

  constructor(start: string | undefined, end: string | undefined, space: KeySpace) {
    this.#space = space;
    this.#start = start;
    this.#end = end;
    this.#from = start === undefined ? undefined : { after: start };
    this.#isUnproved = start !== undefined;
  }

  /** Where its next request goes on. */
  get from(): PageOptions["from"] {
    return this.#from;
  }

  /** Whether all of it has been listed. */
  get isListed(): boolean {
    return this.#isOver || this.#beyond !== undefined || this.#isPast;
  }

  get waitingPages(): number {
    return this.#pages.length;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Whether no answer has shown yet that the service goes on where it begins. */
  get isUnproved(): boolean {
    return this.#isUnproved;
  }

  get startsBy(): CutKind | undefined {
    return this.#startsBy;
  }

  /** Whether it asks for a page that it may be cut to, unless it has been already. */
  get mayBeSized(): boolean {
    return this.isAsking && !this.isJumping && !this.#isSized;
  }

  get endsBy(): CutKind | undefined {
    return this.#endsBy;
  }

  /** Its pages that wait, in order. */
  get pages(): readonly EntryPage[] {
    return this.#pages;
  }

  /** The last key of its own that it has seen, or what it begins behind. */
  get last(): string | undefined {
    return this.#last ?? this.#start;
  }

  /** Whether its next request leaves something out. */
  get isJumping(): boolean {
    return this.#back !== undefined;
  }

  /** Whether it has been listed up to its end or beyond, and not only left out up to there. */
  get isShown(): boolean {
    return this.isListed && !(this.isJumping && this.#beyond === undefined);
  }

  /** Whether the service has shown that nothing comes behind it. */
  get isAtEnd(): boolean {
    return this.#isOver && this.#from === undefined && this.#beyond === undefined;
  }

  get #isPast(): boolean {
    const [after, end] = [this.#back?.after, this.#end];
    return after !== undefined && end !== undefined && compareUtf8(after, end) >= 0;
  }

  /** The first key that it has seen, its own or one behind its end. */
  get firstSeen(): string | undefined {
    return this.#first ?? this.beyond;
  }

  beginsUpTo(key: string): boolean {
    return this.#start === undefined || compareUtf8(this.#start, key) <= 0;
  }

  beginsBefore(key: string): boolean {
    return this.#start === undefined || compareUtf8(this.#start, key) < 0;
  }

  /** Whether keys behind one may belong to it. */
  reachesBehind(key: string): boolean {
    return this.#end === undefined || compareUtf8(key, this.#end) < 0;
  }

  /** The key behind its end that ended it. */
  get beyond(): string | undefined {
    return this.#beyond?.page.key(0);
  }

  /** Takes the next of its pages out. */
  take(): EntryPage | undefined {
    const page = this.#pages.shift();
    if (page !== undefined) this.#waitingBytes -= bytesOf(page);
    return page;
  }

  /** Where what is left of it falls in two. */
  splitPoint(): SplitPoint | undefined {
    const [first, last] = [this.#recent[0]?.first, this.#last];
    if (this.isListed || first === undefined || last === undefined) return undefined;
    const pages = this.#recent.reduce((sum, { share }) => sum + share, 0);
    const [end, misses] = [this.#end, this.#misses];
    this.#splitPoint ??= {
      found: splitPoint({ first, last, pages, end, misses, least: LEAST_PAGES }, this.#space),
    };
    return this.#splitPoint.found;
  }

  /** About how many pages are still to come. */
  pagesLeft(): number {
    if (this.isListed) return 0;
    return this.splitPoint()?.pagesLeft ?? this.#expected;
  }

  /** Leaves what is behind a key to another range. */
  cut({ key, kind, before, behind }: Cut): KeyRange {
    // What is in one directory may tell nothing of others, neither before the end of one nor behind it.
    const isElsewhere = kind === "named";
    if (isElsewhere) this.#space = new KeySpace();
    const rest = new KeyRange(key, this.#end, isElsewhere ? new KeySpace() : this.#space);
    rest.#expected = behind;
    this.#expected = before;
    rest.#misses = this.#misses;
    rest.#startsBy = kind;
    rest.#endsBy = this.#endsBy;
    this.#isSized = kind === "followed";
    this.endAt(key);
    this.#endsBy = kind;
    return rest;
  }

  /** Leaves out what is behind a key. */
  endAt(end: string): void {
    this.#end = end;
    this.#splitPoint = undefined;
  }

  /** Learns that there is nothing behind the key that it was cut at. */
  miss(): void {
    this.#misses++;
    this.#splitPoint = undefined;
  }

  /** Leaves out what there is up to a key. */
  jump(after: string): void {
    if (this.isJumping || compareUtf8(after, this.last ?? "") <= 0) return;
    this.#back = { from: this.#from, after };
    this.#from = { after };
  }

  /** Goes on where it was before it left something out. */
  goBack(): void {
    this.#from = this.#back?.from;
    this.#back = undefined;
  }

  /** Leaves out all that may come. */
  close(): void {
    this.#isOver = true;
  }

  /** Whether a page goes up from where it should. */
  isInOrder(page: EntryPage): boolean {
    if (page.length === 0) return true;
    const before = this.#back?.after ?? this.last;
    const rises = before === undefined || compareUtf8(before, page.key(0)) < 0;
    return rises && firstFall(page, 1) >= page.length;
  }

  /** Learns which keys there are, and answers what is known of them. */
  learn(page: EntryPage): KeySpace {
    this.#space.learn(page);
    return this.#space;
  }

  /** Takes a page in, and answers how much of it belongs to the range. */
  accept({ page, token }: RangePage): number {
    const own = this.#ownRows(page);
    if (own < page.length) this.#beyond = { page: page.between(own, page.length), token };
    this.#from = token === undefined ? undefined : { token };
    this.#isOver = token === undefined;
    this.#isSized = false;
    // A page of nothing that another follows does not show where the service has gone on.
    if (page.length > 0 || token === undefined) {
      this.#isUnproved = false;
      this.#back = undefined;
    }
    this.#splitPoint = undefined;
    if (own === 0) return 0;
    this.#expected = LEAST_PAGES;
    this.#add(page.between(0, own));
    this.#first ??= page.key(0);
    const share = own / page.length;
    this.#recent.push({ first: page.key(0), share });
    if (this.#recent.length > PAGES_LIKE_NEXT) this.#recent.shift();
    return share;
  }

  /** Has no end any more: whatever comes belongs to it. */
  open(): void {
    this.#end = undefined;
    this.#endsBy = undefined;
    this.#isSized = false;
    const beyond = this.#beyond;
    this.#beyond = undefined;
    if (beyond !== undefined) this.#add(beyond.page);
  }

  #add(page: EntryPage): void {
    this.#pages.push(page);
    this.#waitingBytes += bytesOf(page);
    this.#last = page.key(page.length - 1);
  }

  /** How many rows at the beginning of a page are not behind the end. */
  #ownRows(page: EntryPage): number {
    return this.#end === undefined ? page.length : rowsUpTo(page, this.#end);
  }
}

export function bytesOf({ bytes, places, numbers }: EntryPage): number {
  return bytes.byteLength + places.byteLength + numbers.byteLength;
}
