import { setImmediate as turn } from "node:timers/promises";
import { compareUtf8 } from "../../../src/aws/index.ts";
import { pageOf } from "../../../src/sync/listing/build-page.ts";
import { SplitListing, type SplitOptions } from "../../../src/sync/listing/split-listing.ts";
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
  /** In how many turns of the event loop each request is answered, in turn. */
  readonly turns?: readonly number[];
}

interface Listed {
  readonly keys: readonly string[];
  readonly requests: number;
  readonly mostInFlight: number;
  /** Turns of the event loop that it took. */
  readonly turns: number;
}

class Refusal extends Error {}

/** Lists a bucket to its end, as if nothing but the requests took time. */
export async function listed(
  bucket: KeyBucket,
  options: Partial<SplitOptions> = {},
): Promise<Listed> {
  let [requests, inFlight, mostInFlight] = [0, 0, 0];
  const { turns = [1] } = bucket;
  const sorted = [...bucket.keys].sort(bucket.order ?? compareUtf8);
  const ask = async (from: PageOptions["from"]): Promise<ListedPage> => {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    const request = requests++;
    for (let left = turns[request % turns.length] ?? 1; left > 0; left--) await turn();
    inFlight--;
    const { isThere } = bucket;
    const keys = isThere === undefined ? sorted : sorted.filter((key) => isThere(key, request));
    return answer({ ...bucket, keys }, from);
  };
  const isRefusal = (error: unknown): boolean => error instanceof Refusal;
  let [passed, isOver] = [0, false];
  const counting = (async () => {
    for (; !isOver; passed++) await turn();
  })();
  const listing = new SplitListing({ ask, isRefusal, isIdle: () => true, width: 16, ...options });
  const keys: string[] = [];
  try {
    for (let page = await listing.next(); page !== undefined; page = await listing.next()) {
      keys.push(...page.entries().map((entry) => entry.key));
    }
  } finally {
    isOver = true;
    await counting;
  }
  return { keys, requests, mostInFlight, turns: passed };
}

function answer(
  { keys, pageSize, order = compareUtf8, startAfter = "works" }: KeyBucket,
  from: PageOptions["from"],
): ListedPage {
  const isGuess = from !== undefined && "after" in from;
  if (isGuess && startAfter === "refused") throw new Refusal("start-after is not supported");
  const start = isGuess && startAfter === "ignored" ? undefined : from;
  const at = start === undefined ? 0 : firstBehind("after" in start ? start.after : start.token);
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
