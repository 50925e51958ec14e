import type { EntryPage } from "./entry-page.ts";
import type { ListedPage } from "../ports.ts";
import type { Directories } from "./directories.ts";
import { Following } from "./following.ts";
import { type Cut, KeyRange, LEAST_PAGES } from "./key-range.ts";
import { KeySpace } from "./key-space.ts";
import { type CutKind, ListingBudget, type Spender } from "./listing-budget.ts";
import { ListedRows } from "./listed-rows.ts";
import type { Lead } from "./paired-listings.ts";
import { RangeList } from "./range-list.ts";
import type { SplitOptions } from "./split-options.ts";

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
  readonly #space: KeySpace;
  readonly #directories: Directories | undefined;
  readonly #budget: ListingBudget;
  readonly #following: Following;
  readonly #ranges: RangeList;
  readonly #rows: ListedRows;
  readonly #room: number;
  readonly #inARow: number;
  #width = 1;
  #end: string | undefined;
  #splits = true;
  /** Whether directories may be asked for: not by one that has followed another. */
  #looksAhead = true;
  #skips = true;
  #inFlight = 0;
  #taken = 0;
  #error: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(options: SplitOptions) {
    this.#options = options;
    this.#room = options.room ?? ROOM_BYTES;
    this.#budget = options.budget ?? new ListingBudget();
    this.#budget.join(this);
    this.#space = options.space ?? new KeySpace();
    // Whoever lists another part of the bucket knows what there is.
    const isNew = this.#space.isEmpty;
    this.#directories = isNew ? options.directories : undefined;
    this.#inARow = isNew ? PAGES_IN_A_ROW : 1;
    this.#end = options.through?.();
    const whole = new KeyRange(options.after, this.#end, this.#space);
    this.#ranges = new RangeList(whole, this.#directories);
    this.#following = new Following(this.#ranges, options.lead ?? (() => undefined));
    this.#rows = new ListedRows(this.#ranges.all);
    this.#skip(whole);
  }

  /** The next page in key order; undefined behind the last. */
  async next(): Promise<EntryPage | undefined> {
    const { all } = this.#ranges;
    for (let front = all[0]; front !== undefined; front = all[0]) {
      const page = front.take();
      if (page !== undefined) {
        this.#taken++;
        this.#rows.take(page);
        this.#pump();
        return page;
      }
      if (!this.#ranges.isFirstDone) await this.#change();
      else this.#goOn(front);
    }
    return undefined;
  }

  /** Is not counted any more. */
  close(): void {
    this.#budget.leave(this);
  }

  get openCuts(): readonly CutKind[] {
    return this.#ranges.openCuts;
  }

  get unproved(): number {
    return this.#ranges.unproved;
  }

  get pagesLeft(): number {
    const own = this.#ranges.pagesLeft;
    // Where directories are unlike, whoever follows knows no more than what it follows.
    return this.#budget.hasNames ? Math.min(own, this.#following.pagesLeft) : own;
  }

  get loss(): number {
    return this.#following.loss;
  }

  /** What it knows of its rows, for whoever lists much the same keys. */
  get rows(): Lead {
    return this.#rows;
  }

  /** Where somebody else may go on; one that follows has been cut near its front, and cannot tell. */
  cutPoint(leastKeys: number): string | undefined {
    return this.#following.isOn ? undefined : this.#ranges.cutPoint(leastKeys);
  }

  /**
   * Leaves a range for the next. That must begin with the key that ended this one: otherwise the
   * service has another order than that of bytes, or is being written to, and what came from the
   * ranges behind is not used.
   */
  #goOn(front: KeyRange): void {
    const next = this.#ranges.all[1];
    const isNext = front.beyond === undefined || front.beyond === next?.firstSeen;
    if (next === undefined || isNext) this.#ranges.leaveFirst();
    else this.#rejoin(0);
  }

  /** Waits for what is in flight, with more in flight if there is time for more. */
  async #change(): Promise<void> {
    const mayGrow = this.#splits && this.#taken >= this.#inARow;
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
    const nearest = this.#ranges.all.find((range) => !range.isListed);
    if (nearest !== undefined && !nearest.isAsking && nearest.waitingPages < 2) {
      void this.#ask(nearest);
    }
    this.#askFor(this.#ranges.within(this.#room), this.#room);
    if (this.#splits) this.#cut();
    // Where nothing near is to be had, what is farther away may take a little of the room.
    this.#askFor(this.#ranges.all, this.#room / 8);
  }

  #askFor(ranges: readonly KeyRange[], room: number): void {
    for (const range of ranges) {
      if (!range.isListed && !range.isAsking && this.#hasRoom(room)) void this.#ask(range);
    }
  }

  /** Leaves what is behind the end, where that has come nearer. */
  #keepWithin(): void {
    const end = this.#options.through?.();
    if (end === undefined || end === this.#end) return;
    this.#end = end;
    this.#ranges.endAt(end);
  }

  #hasRoom(room: number): boolean {
    if (this.#width === 1 || this.#inFlight >= this.#width) return false;
    return this.#ranges.waitingBytes < room;
  }

  /** Cuts ranges as another listing tells, and by guesses where none does. */
  #cut(): void {
    // What directories tell is worth more than the next guess.
    if (this.#hasRoom(this.#room) && !this.#lookAhead()) return;
    const isFree = this.#following.isOn ? this.#follow() : () => true;
    while (this.#hasRoom(this.#room) && this.#guess(isFree));
  }

  /**
   * Has each page asked for on its own, as far as another listing tells where it begins. Answers in
   * which ranges guesses are left: where the other one has less than a page, or all where what it
   * tells is too dear.
   */
  #follow(): (range: KeyRange) => boolean {
    const pages = this.#budget.pagesPerCut(this.loss);
    const free = new Set<KeyRange>();
    const { all } = this.#ranges;
    // What is cut off comes next.
    for (let index = 0; index < all.length && this.#hasRoom(this.#room); index++) {
      const range = all[index];
      if (range?.mayBeSized !== true) continue;
      const ahead = this.#following.ahead(range, pages);
      if (ahead === "less") free.add(range);
      if (!(ahead instanceof Object)) continue;
      const behind = Math.max(1, range.pagesLeft() - pages);
      const cut = { ...ahead, kind: "followed", before: pages, behind } as const;
      if (!this.#cutAt(range, cut)) return () => true;
    }
    return (range) => free.has(range);
  }

  /** Asks for directories, where nothing else tells where to cut; false where that is due, but too dear so far. */
  #lookAhead(): boolean {
    const [first] = this.#ranges.all;
    if (this.#options.lead?.() !== undefined) this.#looksAhead = false;
    if (!this.#looksAhead || first === undefined) return true;
    if (this.#directories?.isToAsk(first) !== true) return true;
    if (!this.#budget.allows("named")) return false;
    this.#budget.ask();
    void this.#directories.ask(first.last ?? "").then((tells) => {
      if (!tells || !this.#splits) return;
      this.#budget.learnUnlike();
      this.#pump();
      this.#wake();
    });
    return true;
  }

  /** Cuts that of the ranges near by which would take the longest. */
  #guess(isFree: (range: KeyRange) => boolean): boolean {
    const near = this.#ranges.within(this.#room).filter(isFree);
    const longest = this.#ranges.longest(near);
    if (longest === undefined) return false;
    const {
      range,
      kind,
      point: { key, pagesLeft },
    } = longest;
    const before = kind === "named" ? pagesLeft / 2 : LEAST_PAGES;
    return this.#cutAt(range, { key, kind, before, behind: pagesLeft / 2 });
  }

  /** Cuts a range, where that is not too dear. */
  #cutAt(range: KeyRange, cut: Cut): boolean {
    if (!this.#budget.allows(cut.kind)) return false;
    void this.#ask(this.#ranges.cut(range, cut));
    return true;
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

  /** Learns which keys there are, for the range, and for whoever lists other parts of the bucket. */
  #learn(range: KeyRange, page: EntryPage): void {
    if (range.learn(page) !== this.#space) this.#space.learn(page);
    this.#directories?.learn(page);
  }

  #arrive(range: KeyRange, listed: ListedPage): void {
    const index = this.#ranges.all.indexOf(range);
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
    if (this.#splits) this.#learn(range, page);
    this.#ranges.measure(page);
    const { isUnproved, last } = range;
    const share = range.accept({ page: isInOrder ? page.inOrder() : page, token: listed.token });
    this.#following.learn(last, range);
    const { startsBy, endsBy, isListed: isLast } = range;
    this.#budget.count({ share, isFirst: isUnproved, isLast, startsBy, endsBy });
    const isMiss = isUnproved && startsBy === "guessed" && share === 0;
    if (isMiss) this.#ranges.all[index - 1]?.miss();
    if (!range.isUnproved) this.#skip(range);
    this.#pump();
  }

  #refuse(range: KeyRange, error: unknown): void {
    const index = this.#ranges.all.indexOf(range);
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
    else if (skip === "over" && last !== undefined) this.#ranges.close(range);
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
    this.#ranges.rejoin(index);
    this.#pump();
  }
}
