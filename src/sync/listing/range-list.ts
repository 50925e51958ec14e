import { bytesOf, type Cut, type KeyRange } from "./key-range.ts";
import type { EntryPage } from "./entry-page.ts";
import type { Directories } from "./directories.ts";
import type { CutKind } from "./listing-budget.ts";
import type { SplitPoint } from "./split-point.ts";

/** A range, where to cut it, and by what that is known. */
export interface Divisible {
  readonly range: KeyRange;
  readonly point: SplitPoint;
  readonly kind: CutKind;
}

/** A part of what is left, behind a key if that is known. */
interface Stretch {
  readonly key?: string | undefined;
  readonly pages: number;
}

/** The ranges of a listing that are left, in key order: each ends where the next begins. */
export class RangeList {
  readonly all: KeyRange[];
  readonly #directories: Directories | undefined;
  /** What the largest page took. */
  #pageBytes = 1;
  #pageRows = 1;

  constructor(whole: KeyRange, directories?: Directories) {
    this.all = [whole];
    this.#directories = directories;
  }

  /** How many keys the largest page had. */
  get pageRows(): number {
    return this.#pageRows;
  }

  get waitingBytes(): number {
    return this.all.reduce((bytes, range) => bytes + range.waitingBytes, 0);
  }

  /** Pages that seem to be left. */
  get pagesLeft(): number {
    return this.all.reduce((sum, range) => sum + this.#pagesLeftOf(range), 0);
  }

  /** By what the ends of ranges are known that have not been listed yet. */
  get openCuts(): readonly CutKind[] {
    const cuts = this.all.filter((range) => !range.isListed).map((range) => range.endsBy);
    return cuts.filter((cut) => cut !== undefined);
  }

  /** Ranges behind guesses where nothing has been found so far. */
  get unproved(): number {
    return this.all.filter((range) => range.isUnproved && range.startsBy === "guessed").length;
  }

  /**
   * A key that has been listed, with about half of what is left behind it, and no fewer than so many keys;
   * undefined while too little is known. What has been listed behind a key is of no use to whoever goes on
   * there, so that it counts only where that is little beside what is to be done with so few keys.
   */
  cutPoint(leastKeys: number): string | undefined {
    const least = leastKeys / this.#pageRows;
    const stretches = this.all.flatMap((range) => this.#stretches(range, least <= 1));
    const total = stretches.reduce((sum, { pages }) => sum + pages, 0);
    let behind = 0;
    for (const { key, pages } of stretches.reverse()) {
      behind += pages;
      if (key !== undefined && behind > 0 && behind >= Math.max(least, total / 3)) return key;
    }
    return undefined;
  }

  /** What is left of a range, in order: pages that wait, where they count, and what has not been listed. */
  #stretches(range: KeyRange, withWaiting: boolean): readonly Stretch[] {
    const pages = range.splitPoint()?.pagesLeft ?? 0;
    const rest = { key: range.isUnproved ? undefined : range.last, pages };
    if (withWaiting) return [...range.pages.map((_page, at) => waiting(range.pages, at)), rest];
    // Whoever left all that has not been listed would have nothing to do.
    return [range === this.all[0] ? { pages } : rest];
  }

  /** Whether the first has been listed, and what follows it is known as far as it must be. */
  get isFirstDone(): boolean {
    const [first, next] = this.all;
    const isKnown = next?.firstSeen !== undefined || next?.isListed !== false;
    return first?.isListed === true && ((first.isShown && first.beyond === undefined) || isKnown);
  }

  /** A page has come. */
  measure(page: EntryPage): void {
    this.#pageRows = Math.max(this.#pageRows, page.length);
    this.#pageBytes = Math.max(this.#pageBytes, bytesOf(page));
  }

  /** Those for whose pages there is room beside all that is to come before them. */
  within(room: number): readonly KeyRange[] {
    let bytes = 0;
    const end = this.all.findIndex((range, index) => {
      bytes += range.waitingBytes;
      if (bytes >= room) return true;
      // Those of the first are taken as they come.
      if (index > 0) bytes += range.pagesLeft() * this.#pageBytes;
      return false;
    });
    return end === -1 ? this.all : this.all.slice(0, Math.max(1, end));
  }

  /** Which of some ranges would take the longest. */
  longest(ranges: readonly KeyRange[]): Divisible | undefined {
    let longest: Divisible | undefined;
    for (const range of ranges) {
      const named = this.#directories?.splitPoint(range);
      const point = named ?? range.splitPoint();
      const kind = named === undefined ? "guessed" : "named";
      if (point === undefined || point.pagesLeft <= (longest?.point.pagesLeft ?? 0)) continue;
      longest = { range, point, kind };
    }
    return longest;
  }

  /** Where directories are known, their number tells more than the keys of one. */
  #pagesLeftOf(range: KeyRange): number {
    return this.#directories?.splitPoint(range)?.pagesLeft ?? range.pagesLeft();
  }

  /** Cuts a range in two, and answers the farther part. */
  cut(range: KeyRange, cut: Cut): KeyRange {
    const rest = range.cut(cut);
    this.all.splice(this.all.indexOf(range) + 1, 0, rest);
    return rest;
  }

  /** Leaves the first, which is over. */
  leaveFirst(): void {
    const first = this.all.shift();
    // Nothing is left to be asked for behind the end of the bucket.
    while (first?.isAtEnd === true && this.all[0]?.isUnproved === true) this.all.shift();
  }

  /** Leaves out what is behind a key. */
  endAt(end: string): void {
    const kept = this.all.filter((range, index) => index === 0 || range.beginsBefore(end));
    this.all.length = kept.length;
    this.all.at(-1)?.endAt(end);
  }

  /** Leaves out all that may come of a range, and what is behind it. */
  close(range: KeyRange): void {
    range.close();
    this.all.length = this.all.indexOf(range) + 1;
  }

  /** Drops all behind one, which goes on alone. */
  rejoin(index: number): void {
    this.all.length = index + 1;
    this.all[index]?.open();
  }
}

function waiting(pages: readonly EntryPage[], at: number): Stretch {
  const before = pages[at - 1];
  return { key: before?.key(before.length - 1), pages: 1 };
}
