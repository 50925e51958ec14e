import { compareUtf8 } from "../../aws/index.ts";
import { directoryEnds, directoryOf } from "./directory-ends.ts";
import type { EntryPage } from "./entry-page.ts";
import { type KeyRange, LEAST_PAGES } from "./key-range.ts";
import type { SplitPoint } from "./split-point.ts";

interface DirectoriesOptions {
  /** Empty, or ends in `/`. */
  readonly prefix: string;
  /** Asks once for directories right under the prefix that have keys behind one, in order. */
  readonly ask: (after: string) => Promise<readonly string[]>;
}

/** Keys of a page that are looked at. */
const SAMPLES = 16;
/** With more directories in a page on average, few of them are worth a range of their own. */
const MOST_IN_A_PAGE = 5;
/** Directories whose sizes are kept: as many as one answer names. */
const MOST_KEPT = 1_000;

/**
 * The directories right under a listing's prefix. What is in one often tells nothing of the next:
 * their names, which one request shows, then do better than guesses.
 */
export class Directories {
  readonly #options: DirectoriesOptions;
  /** How many pages have been seen of each. */
  readonly #sizes = new Map<string, number>();
  #pages = 0;
  #first: string | undefined;
  /** What the first name is like, and whether another one differs in more than a number. */
  #form: string | undefined;
  #areUnlike = false;
  #isAsked = false;
  /** Behind which keys those to come end, but for the last, in order. */
  #ends: readonly string[] = [];

  constructor(options: DirectoriesOptions) {
    this.#options = options;
  }

  learn(page: EntryPage): void {
    if (page.length === 0) return;
    this.#first ??= page.key(0);
    // Sizes are means of those that have been counted.
    if (this.#sizes.size >= MOST_KEPT) return;
    this.#pages++;
    const step = Math.max(1, Math.floor((page.length - 1) / SAMPLES));
    for (let row = 0; row < page.length; row += step) {
      this.#count(page.key(row), Math.min(1, step / page.length));
    }
  }

  /**
   * Whether to ask behind the first range's last key, where names would tell more than guesses: with the first guess,
   * or, where that can be made by counting, once directories have been seen that no counting leads to. Asked once.
   */
  isToAsk({ isListed, last }: KeyRange): boolean {
    if (this.#isAsked || isListed || last === undefined) return false;
    const seen = this.#sizes.size;
    if (seen === 0 || seen > MOST_IN_A_PAGE * this.#pages) return false;
    return this.#areUnlike || !areCounted(this.#first ?? last, last);
  }

  /** Asks what comes behind a key, and answers whether that tells anything: what fails tells nothing. */
  async ask(after: string): Promise<boolean> {
    const { prefix, ask } = this.#options;
    this.#isAsked = true;
    const names = await ask(after).catch(() => []);
    // Those that can be counted are guessed as well.
    const tell = !this.#areUnlike || names.some((name) => roughFormOf(name) !== this.#form);
    if (tell) this.#ends = directoryEnds(names, { prefix, after }).slice(0, -1);
    return this.#ends.length > 0;
  }

  /** The end of the middle one of those that a range still has. */
  splitPoint(range: KeyRange): SplitPoint | undefined {
    if (range.isListed || this.#ends.length === 0) return undefined;
    const last = range.last ?? "";
    const from = this.#firstEnd((end) => compareUtf8(last, end) < 0);
    const through = this.#firstEnd((end) => !range.reachesBehind(end));
    const key = this.#ends[(from + through - 1) >> 1];
    if (from >= through || key === undefined) return undefined;
    const each = this.#pages / Math.max(1, this.#sizes.size);
    const seen = this.#sizes.get(this.#directoryOf(last) ?? "") ?? 0;
    // There may be as much again of the one that it has come to.
    const pagesLeft = (through - from) * each + Math.max(each, seen);
    return pagesLeft < LEAST_PAGES / 2 ? undefined : { key, pagesLeft };
  }

  /** The first end of which something is so, as it is of all behind it. */
  #firstEnd(isSo: (end: string) => boolean): number {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isSo(this.#ends[middle] ?? "")) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #count(key: string, pages: number): void {
    const name = this.#directoryOf(key);
    if (name === undefined) return;
    const size = this.#sizes.get(name);
    if (size === undefined) this.#compare(name);
    this.#sizes.set(name, (size ?? 0) + pages);
  }

  #compare(name: string): void {
    const form = roughFormOf(name);
    this.#form ??= form;
    if (form !== this.#form) this.#areUnlike = true;
  }

  #directoryOf(key: string): string | undefined {
    return directoryOf(key, this.#options.prefix);
  }
}

/** Whether two keys are in directories whose names differ in digits alone, so that guesses find the next. */
function areCounted(first: string, last: string): boolean {
  let at = 0;
  while (at < first.length && first[at] === last[at]) at++;
  const start = at === 0 ? 0 : first.lastIndexOf("/", at - 1) + 1;
  const [one, other] = [first, last].map((key) => formOf(key.slice(start)));
  return one !== undefined && one === other;
}

/** A name with all its numbers alike, of any length, in whatever digits. */
function roughFormOf(name: string): string {
  return name.replace(/[\da-f]+/g, "0");
}

/** The name of the directory that a path begins with, if it has digits, with all of them alike. */
function formOf(path: string): string | undefined {
  const name = /^[^/]*\d[^/]*(?=\/)/.exec(path)?.[0];
  return name === undefined ? undefined : roughFormOf(name);
}
