import { compareUtf8 } from "../../aws/index.ts";
import type { EntryPage } from "./entry-page.ts";
import type { ListedPage, PageOptions } from "../ports.ts";
import type { Skip } from "./excluded-keys.ts";
import { bytesOf, type Cut, KeyRange } from "./key-range.ts";
import { KeySpace } from "./key-space.ts";
import { type CutKind, ListingBudget, type Spender } from "./listing-budget.ts";
import { Likeness } from "./likeness.ts";
import { ListedRows } from "./listed-rows.ts";
import type { Lead } from "./paired-listings.ts";
import { LEAST_PAGES, type SplitPoint } from "./split-point.ts";

/** How to list a bucket. */
export interface SplitOptions {
  /** Asks for one page. */
  readonly ask: (from: PageOptions["from"]) => Promise<ListedPage>;
  /** Whether an error says that the service does not go on behind any key. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Whether this process has time for more. */
  readonly isIdle: () => boolean;
  /** Requests in flight at most. */
  readonly width: number;
  /** Bytes of pages that may wait for those before them. */
  readonly room?: number | undefined;
  /** Begins behind this key. */
  readonly after?: string | undefined;
  /** Asks for no more once it has seen a key behind this one, which may come nearer. */
  readonly through?: () => string | undefined;
  /** Where a listing that has come to a key may go on, where that is not right behind it. */
  readonly skipFrom?: ((key: string) => Skip | undefined) | undefined;
  /** What its requests are counted in, where that is not its own. */
  readonly budget?: ListingBudget | undefined;
  /** A listing of much the same keys, as long as that goes on. */
  readonly lead?: (() => Lead | undefined) | undefined;
}

/** How much of a page has come that belongs to a range, and whether it was the first after a cut. */
interface Brought {
  readonly share: number;
  readonly isUnproved: boolean;
}

/** Pages that are listed one after the other before anything is tried: small buckets cost nothing more. */
const PAGES_IN_A_ROW = 3;
const ROOM_BYTES = 24_000_000;

/**
 * Lists a bucket in key order with several requests at once, each in a range of its own. Ranges are
 * cut where the keys seen so far say that much is left, the longest first among the nearest, and
 * only while it is pages that the run waits for. What is farther away than there is room for waits,
 * so that there is room for what is taken before it. Where a service does not do what that takes,
 * it goes on page by page.
 */
export class SplitListing implements Spender {
  readonly #options: SplitOptions;
  readonly #space = new KeySpace();
  readonly #budget: ListingBudget;
  readonly #likeness = new Likeness();
  readonly #ranges: KeyRange[];
  readonly #rows: ListedRows;
  readonly #room: number;
  #width = 1;
  #end: string | undefined;
  #splits = true;
  #skips = true;
  #inFlight = 0;
  #taken = 0;
  /** What the largest page took, and how many rows it had. */
  #pageBytes = 1;
  #pageRows = 1;
  #error: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(options: SplitOptions) {
    this.#options = options;
    this.#room = options.room ?? ROOM_BYTES;
    this.#budget = options.budget ?? new ListingBudget();
    this.#budget.join(this);
    this.#end = options.through?.();
    const all = new KeyRange(options.after, this.#end);
    this.#ranges = [all];
    this.#rows = new ListedRows(this.#ranges);
    this.#skip(all);
  }

  /** The next page in key order; undefined behind the last. */
  async next(): Promise<EntryPage | undefined> {
    for (let front = this.#ranges[0]; front !== undefined; front = this.#ranges[0]) {
      const page = front.take();
      if (page !== undefined) {
        this.#taken++;
        this.#rows.take(page);
        this.#pump();
        return page;
      }
      if (!this.#isDone(front)) await this.#change();
      else this.#goOn(front);
    }
    return undefined;
  }

  /** Is not counted any more. */
  close(): void {
    this.#budget.leave(this);
  }

  get openCuts(): readonly CutKind[] {
    const cuts = this.#ranges.filter((range) => !range.isListed).map((range) => range.endsBy);
    return cuts.filter((cut) => cut !== undefined);
  }

  get unproved(): number {
    return this.#ranges.filter((one) => one.isUnproved && one.startsBy === "guessed").length;
  }

  get pagesLeft(): number {
    return this.#ranges.reduce((sum, one) => sum + one.pagesLeft(this.#space), 0);
  }

  get loss(): number {
    return this.#likeness.lossOf(this.#pageRows);
  }

  /** What it knows of its rows, for whoever lists much the same keys. */
  get rows(): Lead {
    return this.#rows;
  }

  /**
   * A key that has been listed, with about half of what is left behind it; undefined while too little is known.
   * The last range is the best place: what has been listed behind a key is of no use to whoever goes on there.
   */
  cutPoint(): string | undefined {
    const left = this.#ranges.map((range) => range.splitPoint(this.#space)?.pagesLeft ?? 0);
    const total = left.reduce((sum, pages) => sum + pages, 0);
    let behind = 0;
    for (let index = left.length - 1; index > 0; index--) {
      behind += left[index] ?? 0;
      const range = this.#ranges[index];
      if (range?.isUnproved === false && behind > 0 && behind >= total / 3) return range.last;
    }
    return undefined;
  }

  /** Whether a range has been listed, and what follows it is known as far as it must be. */
  #isDone(range: KeyRange): boolean {
    const next = this.#ranges[1];
    const isKnown = next?.firstSeen !== undefined || next?.isListed !== false;
    return range.isListed && (range.beyond === undefined || isKnown);
  }

  /**
   * Leaves a range for the next. That must begin with the key that ended this one: otherwise the
   * service has another order than that of bytes, or is being written to, and what came from the
   * ranges behind is not used.
   */
  #goOn(front: KeyRange): void {
    const next = this.#ranges[1];
    if (front.beyond === undefined || next === undefined || front.beyond === next.firstSeen) {
      this.#ranges.shift();
      // Nothing is left to be asked for behind the end of the bucket.
      while (front.isAtEnd && this.#ranges[0]?.isUnproved === true) this.#ranges.shift();
    } else {
      this.#rejoin(0);
    }
  }

  /** Waits for what is in flight, with more in flight if there is time for more. */
  async #change(): Promise<void> {
    const mayGrow = this.#splits && this.#taken >= PAGES_IN_A_ROW;
    if (mayGrow && this.#options.isIdle()) {
      this.#width = Math.min(this.#options.width, 4 * this.#width);
    }
    this.#pump();
    if (this.#error === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#error !== undefined) throw this.#error.cause;
  }

  /** Sends what may be sent: for the nearest ranges first, then for new ones. */
  #pump(): void {
    this.#keepWithin();
    const nearest = this.#ranges.find((range) => !range.isListed);
    if (nearest !== undefined && !nearest.isAsking && nearest.waitingPages < 2) {
      void this.#ask(nearest);
    }
    this.#askFor(this.#within(), this.#room);
    if (this.#splits) this.#cut();
    // Where nothing near is to be had, what is farther away may take a little of the room.
    this.#askFor(this.#ranges, this.#room / 8);
  }

  #askFor(ranges: readonly KeyRange[], room: number): void {
    for (const range of ranges) {
      if (!range.isListed && !range.isAsking && this.#hasRoom(room)) void this.#ask(range);
    }
  }

  /** The ranges for whose pages there is room beside all that is to come before them. */
  #within(): readonly KeyRange[] {
    let bytes = 0;
    const end = this.#ranges.findIndex((range, index) => {
      bytes += range.waitingBytes;
      if (bytes >= this.#room) return true;
      // Those of the first are taken as they come.
      if (index > 0) bytes += range.pagesLeft(this.#space) * this.#pageBytes;
      return false;
    });
    return end === -1 ? this.#ranges : this.#ranges.slice(0, Math.max(1, end));
  }

  /** Leaves what is behind the end, where that has come nearer. */
  #keepWithin(): void {
    const end = this.#options.through?.();
    if (end === undefined || end === this.#end) return;
    this.#end = end;
    const kept = this.#ranges.filter((range, index) => index === 0 || range.beginsBefore(end));
    this.#ranges.length = kept.length;
    this.#ranges.at(-1)?.endAt(end);
  }

  #hasRoom(room: number): boolean {
    if (this.#width === 1 || this.#inFlight >= this.#width) return false;
    const waiting = this.#ranges.reduce((bytes, range) => bytes + range.waitingBytes, 0);
    return waiting < room;
  }

  #cut(): void {
    const lead = this.#options.lead?.();
    const follows = lead !== undefined && this.#likeness.isClose;
    const ranges = follows ? this.#follow(lead) : this.#ranges;
    while (this.#hasRoom(this.#room) && this.#split(ranges));
  }

  /**
   * Has each page asked for on its own, as far as another listing tells where it begins. Answers in
   * which ranges guesses are left: where the other one has less than a page, or all where what it
   * tells is too dear.
   */
  #follow(lead: Lead): readonly KeyRange[] {
    const pages = this.#budget.pagesPerCut(this.loss);
    // What a page has behind its range shows that the range is over, and that the next begins there.
    const others = this.#likeness.othersFor(pages * this.#pageRows - 1);
    const left: KeyRange[] = [];
    for (let index = 0; index < this.#ranges.length && this.#hasRoom(this.#room); index++) {
      const range = this.#ranges[index];
      if (range?.mayBeSized !== true) continue;
      const ahead = lead.keyAfter(range.last ?? "", others);
      if (ahead === undefined) continue;
      const key = ahead === "end" ? undefined : ahead.key;
      if (key === undefined || !range.reachesBehind(key)) left.push(range);
      else if (!this.#followTo(key, range, pages)) return this.#ranges;
    }
    return left;
  }

  #followTo(key: string, range: KeyRange, pages: number): boolean {
    if (compareUtf8(key, range.last ?? "") <= 0) return true;
    const behind = Math.max(1, range.pagesLeft(this.#space) - pages);
    return this.#cutAt(range, { key, kind: "followed", before: pages, behind });
  }

  /** Cuts that of some ranges which would take the longest. */
  #split(ranges: readonly KeyRange[]): boolean {
    const { range, point } = this.#longest(ranges) ?? {};
    if (range === undefined || point === undefined) return false;
    const { key, pagesLeft } = point;
    return this.#cutAt(range, {
      key,
      kind: "guessed",
      before: LEAST_PAGES,
      behind: pagesLeft / 2,
    });
  }

  /** Cuts a range, where that is not too dear. */
  #cutAt(range: KeyRange, cut: Cut): boolean {
    if (!this.#budget.allows(cut.kind)) return false;
    const rest = range.cut(cut);
    this.#ranges.splice(this.#ranges.indexOf(range) + 1, 0, rest);
    void this.#ask(rest);
    return true;
  }

  #longest(
    ranges: readonly KeyRange[],
  ): { readonly range: KeyRange; readonly point: SplitPoint } | undefined {
    let longest: { readonly range: KeyRange; readonly point: SplitPoint } | undefined;
    for (const range of this.#within()) {
      if (!ranges.includes(range)) continue;
      const point = range.splitPoint(this.#space);
      if (point === undefined || point.pagesLeft <= (longest?.point.pagesLeft ?? 0)) continue;
      longest = { range, point };
    }
    return longest;
  }

  async #ask(range: KeyRange): Promise<void> {
    range.isAsking = true;
    this.#inFlight++;
    const { ask } = this.#options;
    await ask(range.from)
      .then(
        (listed) => {
          this.#settle(range);
          this.#arrive(range, listed);
        },
        (error: unknown) => {
          this.#settle(range);
          this.#refuse(range, error);
        },
      )
      .catch((cause: unknown) => {
        this.#error ??= { cause };
      });
    this.#wake();
  }

  /** In one turn with what comes of the answer: in between, the same page could be asked for again. */
  #settle(range: KeyRange): void {
    range.isAsking = false;
    this.#inFlight--;
  }

  #arrive(range: KeyRange, listed: ListedPage): void {
    const index = this.#ranges.indexOf(range);
    if (index === -1) return;
    const page = listed.read();
    const isInOrder = range.isInOrder(page);
    if (!isInOrder) {
      this.#splits = false;
      if (range.isJumping) {
        this.#goBack(range);
        return;
      }
      // What is out of order in the first range is for the march to refuse.
      if (index > 0) {
        this.#rejoin(index - 1);
        return;
      }
    }
    if (this.#splits) this.#space.learn(page);
    this.#pageBytes = Math.max(this.#pageBytes, bytesOf(page));
    this.#pageRows = Math.max(this.#pageRows, page.length);
    const { isUnproved, last } = range;
    const share = range.accept({ page: isInOrder ? page.inOrder() : page, token: listed.token });
    this.#learnLikeness(last, range);
    this.#account(range, { share, isUnproved });
    if (isUnproved && range.startsBy === "guessed") {
      this.#budget.prove(share > 0);
      if (share === 0) this.#ranges[index - 1]?.miss();
    }
    this.#skip(range);
    this.#pump();
  }

  /** Counts a request, and what the cut has cost that made it bring less than a page. */
  #account(range: KeyRange, { share, isUnproved }: Brought): void {
    this.#budget.spend();
    const isMiss = share === 0 && isUnproved;
    const cut = isMiss ? (range.startsBy ?? range.endsBy) : range.endsBy;
    if (range.isListed && cut !== undefined) this.#budget.pay(cut, 1 - share);
  }

  /** Compares what a page has brought with what another listing has there. */
  #learnLikeness(before: string | undefined, { last, pages }: KeyRange): void {
    if (before === undefined || last === undefined || last === before) return;
    const others = this.#options.lead?.()?.rowsBetween(before, last);
    const found = pages.at(-1)?.length ?? 0;
    // Of few keys one more or less would be a large share.
    if (!others || 2 * Math.max(found, others) < this.#pageRows) return;
    this.#likeness.learn(found, others);
  }

  #refuse(range: KeyRange, error: unknown): void {
    const index = this.#ranges.indexOf(range);
    if (index === -1) return;
    if (range.isJumping && this.#options.isRefusal(error)) {
      this.#goBack(range);
      return;
    }
    if (index === 0 || !range.isUnproved || !this.#options.isRefusal(error)) throw error;
    this.#rejoin(index - 1);
  }

  /** Leaves out what comes next in a range and is not wanted. */
  #skip(range: KeyRange): void {
    if (!this.#skips || range.isListed) return;
    const { last } = range;
    const skip = this.#options.skipFrom?.(last ?? "");
    if (skip instanceof Object) range.jump(skip.after);
    // A bucket that is not there is to be noticed, also where nothing in it is wanted.
    else if (skip === "over" && last !== undefined) range.close();
  }

  /** The service does not go on behind any key, so nothing is left out. */
  #goBack(range: KeyRange): void {
    this.#splits = false;
    this.#skips = false;
    range.goBack();
    this.#pump();
  }

  /** Drops all ranges behind one, which goes on alone. */
  #rejoin(index: number): void {
    this.#splits = false;
    this.#ranges.length = index + 1;
    this.#ranges[index]?.open();
    this.#pump();
  }
}
