import { setImmediate as turn } from "node:timers/promises";
import { compareUtf8 } from "../../../src/aws/index.ts";
import { pageOf } from "../../../src/sync/listing/build-page.ts";
import type { EntryPage } from "../../../src/sync/listing/entry-page.ts";
import { Directories } from "../../../src/sync/listing/directories.ts";
import { pairedListings } from "../../../src/sync/listing/paired-listings.ts";
import { SplitListing } from "../../../src/sync/listing/split-listing.ts";
import type { SplitOptions } from "../../../src/sync/listing/split-options.ts";
import type { ListedPage, PageOptions } from "../../../src/sync/index.ts";

/** A bucket of nothing but keys. */
export interface KeyBucket {
  readonly keys: readonly string[];
  readonly pageSize: number;
  /** Whether a key is there when a request arrives; all are unless said. */
  readonly isThere?: (key: string, request: number) => boolean;
  /** How the service orders keys; by their UTF-8 bytes unless said. */
  readonly order?: (a: string, b: string) => number;
  /** What the service does when it is asked to start behind a key. */
  readonly startAfter?: "works" | "ignored" | "refused";
  /** What the service answers to whoever asks for directories, given those that there are: these unless said. */
  readonly directories?: (names: readonly string[]) => readonly string[];
  /** Whether a request is answered by a page of nothing, with a token for those that it should have had; none unless said. */
  readonly isEmpty?: (request: number) => boolean;
  /** In how many turns of the event loop each request is answered, in turn. */
  readonly turns?: readonly number[];
}

interface Listed {
  readonly keys: readonly string[];
  readonly requests: number;
  /** Those of them that asked for directories. */
  readonly looks: number;
  readonly mostInFlight: number;
  /** Turns of the event loop that it took. */
  readonly turns: number;
}

/** A bucket as a request finds it. */
interface Arrived extends KeyBucket {
  readonly showsNone: boolean;
}

class Refusal extends Error {}

/** A listing of a bucket, as if nothing but the requests took time, and what it has asked for so far. */
interface Opened {
  readonly listing: SplitListing;
  readonly asked: { requests: number; looks: number; inFlight: number; mostInFlight: number };
}

export function opened(bucket: KeyBucket, options: Partial<SplitOptions>): Opened {
  const asked = { requests: 0, looks: 0, inFlight: 0, mostInFlight: 0 };
  const { turns = [1] } = bucket;
  const sorted = [...bucket.keys].sort(bucket.order ?? compareUtf8);
  const arrived = async (): Promise<Arrived> => {
    asked.mostInFlight = Math.max(asked.mostInFlight, ++asked.inFlight);
    const request = asked.requests++;
    for (let left = turns[request % turns.length] ?? 1; left > 0; left--) await turn();
    asked.inFlight--;
    const { isThere } = bucket;
    const keys = isThere === undefined ? sorted : sorted.filter((key) => isThere(key, request));
    return { ...bucket, keys, showsNone: bucket.isEmpty?.(request) === true };
  };
  const ask = async (from: PageOptions["from"]): Promise<ListedPage> =>
    answer(await arrived(), from);
  const look = async (after: string): Promise<readonly string[]> => {
    asked.looks++;
    return directoriesBehind(await arrived(), after);
  };
  const directories = new Directories({ prefix: "", ask: look });
  const isRefusal = (error: unknown): boolean => error instanceof Refusal;
  const own = { ask, isRefusal, isIdle: () => true, width: 16, directories };
  const listing = new SplitListing({ ...own, ...options });
  return { listing, asked };
}

/** Lists a bucket to its end. */
export async function listed(
  bucket: KeyBucket,
  options: Partial<SplitOptions> = {},
): Promise<Listed> {
  let [passed, isOver] = [0, false];
  const counting = (async () => {
    for (; !isOver; passed++) await turn();
  })();
  const { listing, asked } = opened(bucket, options);
  const keys: string[] = [];
  try {
    for (let page = await listing.next(); page !== undefined; page = await listing.next()) {
      keys.push(...keysOf(page));
    }
  } finally {
    listing.close();
    isOver = true;
    await counting;
  }
  return { keys, ...asked, turns: passed };
}

/** Lists two buckets, the second of which follows the first: always the one that is behind goes on, a page ahead. */
export async function bothListed(
  leading: KeyBucket,
  following: KeyBucket,
): Promise<readonly [Listed, Listed]> {
  const { source, destination } = pairedListings();
  const first = opened(leading, { budget: source.budget, space: source.space });
  const leave = source.leads?.(first.listing.rows);
  const second = opened(following, destination);
  const [from, to] = [new Reader(first.listing), new Reader(second.listing)];
  let [passed, isOver] = [0, false];
  const counting = (async () => {
    for (; !isOver; passed++) await turn();
  })();
  try {
    await Promise.all([from.advance(), to.advance()]);
    while (!from.isOver || !to.isOver) {
      const isFirstBehind = compareUtf8(from.last, to.last) <= 0;
      if (to.isOver || (!from.isOver && isFirstBehind)) await from.advance();
      else await to.advance();
      if (from.isOver) {
        leave?.();
        first.listing.close();
      }
      if (to.isOver) second.listing.close();
    }
  } finally {
    isOver = true;
    await counting;
  }
  return [
    { keys: from.keys, ...first.asked, turns: passed },
    { keys: to.keys, ...second.asked, turns: passed },
  ];
}

/** Takes pages of a listing, the next of which is asked for meanwhile. */
class Reader {
  readonly keys: string[] = [];
  isOver = false;
  readonly #listing: SplitListing;
  #next: ReturnType<SplitListing["next"]>;

  constructor(listing: SplitListing) {
    this.#listing = listing;
    this.#next = listing.next();
  }

  get last(): string {
    return this.keys.at(-1) ?? "";
  }

  async advance(): Promise<void> {
    const page = await this.#next;
    if (page === undefined) {
      this.isOver = true;
      return;
    }
    this.keys.push(...keysOf(page));
    this.#next = this.#listing.next();
    this.#next.catch(() => undefined);
  }
}

function keysOf(page: EntryPage): readonly string[] {
  return page.entries().map((entry) => entry.key);
}

function tokenOf(start: PageOptions["from"]): string {
  if (start === undefined) return "";
  return "after" in start ? start.after : start.token;
}

function directoriesBehind(bucket: KeyBucket, after: string): readonly string[] {
  const { order = compareUtf8, startAfter = "works" } = bucket;
  if (startAfter === "refused") throw new Refusal("start-after is not supported");
  const keys = bucket.keys.filter((key) => startAfter === "ignored" || order(key, after) > 0);
  const names = new Set(keys.map((key) => key.slice(0, key.indexOf("/") + 1)));
  names.delete("");
  return bucket.directories?.([...names]) ?? [...names];
}

function answer(
  { keys, pageSize, order = compareUtf8, startAfter = "works", showsNone }: Arrived,
  from: PageOptions["from"],
): ListedPage {
  const isGuess = from !== undefined && "after" in from;
  if (isGuess && startAfter === "refused") throw new Refusal("start-after is not supported");
  const start = isGuess && startAfter === "ignored" ? undefined : from;
  if (showsNone) return { read: () => pageOf([]), token: tokenOf(start) };
  const at = start === undefined ? 0 : firstBehind(tokenOf(start));
  const page = keys.slice(at, at + pageSize);
  const last = at + pageSize < keys.length ? page.at(-1) : undefined;
  return {
    read: () => pageOf(page.map((key) => ({ key, size: 1, modifiedMs: 0 }))),
    ...(last !== undefined && { token: last }),
  };

  function firstBehind(key: string): number {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(keys[middle] ?? "", key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
