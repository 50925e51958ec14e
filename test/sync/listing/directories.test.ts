import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { compareUtf8 } from "../../../src/aws/index.ts";
import { type DirectoryOptions, Learned, type PageOptions } from "../../../src/sync/index.ts";
import { bucketListing } from "../../../src/sync/listing/bucket-listing.ts";
import { LAST_CHARACTER } from "../../../src/sync/listing/key-space.ts";
import { sightingsIn } from "../../../src/sync/listing/side-listing.ts";
import { MemoryCloud } from "../../support/memory-bucket.ts";
import { digits, numbered, SHAPES, SHARDS } from "./key-shapes.ts";
import { bothListed, listed } from "./listed-keys.ts";

function keysOf(name: string): readonly string[] {
  const [, keys] = SHAPES.find(([shape]) => shape === name) ?? [];
  if (keys === undefined) throw new Error(`there is no shape ${name}`);
  return keys;
}

const refusing = (): never => {
  throw new Error("AccessDenied: s3:delimiter");
};

test.each([
  ["one giant directory among small ones", 0.8],
  ["words", 0.8],
  ["unlike prefixes", 0.8],
  ["small directories before a large one", 0.8],
  ["a counted directory before unlike ones", 0.9],
])("names of directories speed up the listing of %s", async (name, share) => {
  const keys = keysOf(name);
  const bucket = { keys, pageSize: 100, turns: [10] };
  const [named, guessed] = [
    await listed(bucket),
    await listed({ ...bucket, directories: refusing }),
  ];
  expect([named.looks, guessed.looks]).toEqual([1, 1]);
  expect(named.turns).toBeLessThan(share * guessed.turns);
});

test.each([
  "numbers in a row",
  "directories",
  "dates",
  "hashes",
  "numbers of any length",
  "directories of few keys",
])("nobody asks for directories in a bucket of %s, where guesses do as well", async (name) => {
  const keys = keysOf(name);
  expect((await listed({ keys, pageSize: 100 })).looks).toBe(0);
});

test("directories named by the first digits of hashes are counted, also those of letters alone", async () => {
  expect((await listed({ keys: SHARDS, pageSize: 100 })).looks).toBe(0);
});

describe("a service that is asked for directories", () => {
  const keys = keysOf("words");
  const sorted = [...new Set(keys)].sort(compareUtf8);
  const pages = Math.ceil(sorted.length / 100);

  test.each<readonly [string, (names: readonly string[]) => readonly string[]]>([
    ["refuses", refusing],
    ["names none", () => []],
    ["names one", (names) => names.slice(0, 1)],
    ["names them backwards", (names) => [...names].reverse()],
    ["names each twice", (names) => names.flatMap((name) => [name, name])],
    ["names what is no directory", (names) => names.map((name) => name.slice(0, -1))],
    ["names what is further down", (names) => names.map((name) => `${name}x/`)],
    ["names what has been listed", (names) => ["aaa/", ...names]],
    ["leaves out some that are there", (names) => names.filter((_name, i) => i % 3 > 0)],
  ])("and %s hides no key and is sent no more", async (_name, directories) => {
    const { keys: found, requests, looks } = await listed({ keys, pageSize: 100, directories });
    expect(found).toEqual(sorted);
    expect(looks).toBe(1);
    expect(requests).toBeLessThanOrEqual(1.05 * pages);
  });

  test("may name as many again that are not there", async () => {
    const directories = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => [name, `${name.slice(0, -1)}x/`]);
    const { keys: found, requests } = await listed({ keys, pageSize: 100, directories });
    expect(found).toEqual(sorted);
    expect(requests).toBeLessThanOrEqual(1.08 * pages);
  });

  test("and answers when the rest is listed page by page is not heeded", async () => {
    const service = { startAfter: "ignored", turns: [1, 1, 1, 1, 1, 40] } as const;
    const { keys: found, requests } = await listed({ keys, pageSize: 100, ...service });
    expect(found).toEqual(sorted);
    expect(requests).toBeLessThanOrEqual(1.05 * pages);
  });

  test("is asked once for both sides", async () => {
    const bucket = { keys, pageSize: 100 };
    const [source, destination] = await bothListed(bucket, bucket);
    expect([source.keys, destination.keys]).toEqual([sorted, sorted]);
    expect([source.looks, destination.looks]).toEqual([1, 0]);
    expect(source.requests + destination.requests).toBeLessThanOrEqual(1.05 * 2 * pages);
  });

  test("is not asked again for another part of the bucket", async () => {
    const middle = sorted[Math.floor(sorted.length / 2)] ?? "";
    const { source: space, budget } = new Learned();
    const bucket = { keys, pageSize: 100 };
    await listed(bucket, { through: () => middle, space, budget });
    const { keys: found, looks } = await listed(bucket, { after: middle, space, budget });
    expect(found).toEqual(sorted.slice(sorted.indexOf(middle) + 1));
    expect(looks).toBe(0);
  });

  test("may name one that is left out", async () => {
    const isWanted = (key: string): boolean => !key.startsWith("maple/");
    const { keys: found, requests } = await listed(
      { keys, pageSize: 100 },
      { skipFrom: (key) => (isWanted(key) ? undefined : { after: `maple/${LAST_CHARACTER}` }) },
    );
    expect(found.filter(isWanted)).toEqual(sorted.filter(isWanted));
    expect(requests).toBeLessThan(pages);
  });

  test.each(["gone", "new"])("may name some that are %s by then", async (change) => {
    const stays = (key: string): boolean => !/^(?:larch|maple|oak|willow)\//.test(key);
    const isThere = (key: string, request: number): boolean =>
      stays(key) || (change === "gone" ? request < 6 : request > 6);
    const { keys: found } = await listed({ keys, pageSize: 100, isThere });
    expect(found.filter(stays)).toEqual(sorted.filter(stays));
    expect(found).toEqual([...new Set(found)].sort(compareUtf8));
  });
});

test("directories are asked for under the prefix, and no longer than the listing takes", async () => {
  const keys = numbered((i) => `p/${i < 300 ? "a" : "b"}/${digits(i, 4)}`, 400);
  const asked: DirectoryOptions[] = [];
  const bucket = new MemoryCloud().bucket("b");
  for (const key of keys) bucket.seed(key, "");
  const listPage = bucket.listPage.bind(bucket);
  const store = Object.assign(bucket, {
    listPage: async (options: PageOptions) => {
      await sleep(20);
      return listPage(options);
    },
    listDirectories: (options: DirectoryOptions) => {
      asked.push(options);
      return new Promise<readonly string[]>((_resolve, reject) => {
        options.signal?.addEventListener("abort", () => {
          reject(new Error("stopped"));
        });
      });
    },
  });
  const { signal } = new AbortController();
  const found: string[] = [];
  for await (const page of bucketListing(store, { prefix: "p/", pageSize: 20, signal })) {
    found.push(...sightingsIn(page).map(({ key }) => key));
  }
  expect(found).toEqual(keys.map((key) => key.slice(2)));
  expect(asked.map(({ prefix, pageSize }) => [prefix, pageSize])).toEqual([["p/", 20]]);
  // Behind the third page, or the next where this machine is busy.
  expect(asked[0]?.after).toMatch(/^p\/a\/\d+[13579]9$/);
  expect(asked[0]?.signal?.aborted).toBe(true);
});
