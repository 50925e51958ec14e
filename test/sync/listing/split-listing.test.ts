import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareUtf8 } from "../../../src/aws/index.ts";
import { Learned } from "../../../src/sync/index.ts";
import { digits, mixed, numbered, SHAPES } from "./key-shapes.ts";
import { bothListed, type KeyBucket, listed, opened } from "./listed-keys.ts";

describe.each(SHAPES)("a bucket of %s", (_shape, keys) => {
  const bucket = { keys: [...new Set(keys)], pageSize: 100 };

  test("is listed with many requests at once, each key once, in order", async () => {
    const sorted = [...bucket.keys].sort(compareUtf8);
    const { keys: found, requests, mostInFlight } = await listed(bucket);
    expect(found).toEqual(sorted);
    const pages = Math.ceil(sorted.length / bucket.pageSize);
    expect(requests).toBeLessThanOrEqual(1.05 * pages);
    expect(mostInFlight).toBeGreaterThanOrEqual(4);
  });
});

/** Whether one of a hundred keys, spread evenly at random, is left out. */
const isRare = (key: string): boolean => mixed(mixed(Number(key.replace(/\D/g, "")))) % 100 === 0;

const MOST_ALIKE = numbered(
  (i) => `dir-${digits(Math.floor(i / 100), 6)}/file-${digits(i % 100, 6)}`,
);

describe("the listing of a destination", () => {
  test.each([
    ["the same keys", MOST_ALIKE, 0.01],
    ["a key less here and there", MOST_ALIKE.filter((key) => !isRare(key)), 0.03],
    [
      "a key more here and there",
      [...MOST_ALIKE, ...MOST_ALIKE.filter(isRare).map((key) => `${key}x`)],
      0.03,
    ],
    ["every other key", MOST_ALIKE.filter((_key, i) => i % 2 === 0), 0.03],
    ["two keys for each", MOST_ALIKE.flatMap((key) => [key, `${key}x`]), 0.05],
  ])("with %s follows that of the source", async (_name, keys, lost) => {
    const [source, destination] = await bothListed(
      { keys: MOST_ALIKE, pageSize: 100 },
      { keys, pageSize: 100 },
    );
    expect(source.keys).toEqual(MOST_ALIKE);
    expect(destination.keys).toEqual([...keys].sort(compareUtf8));
    const pages = keys.length / 100;
    expect(destination.requests).toBeLessThanOrEqual(Math.ceil(pages * (1 + lost)) + 1);
    expect(destination.mostInFlight).toBeGreaterThanOrEqual(4);
    expect(source.requests + destination.requests).toBeLessThan((300 + pages) * 1.05);
  });

  test("with the same keys costs no time of its own", async () => {
    const bucket = { keys: MOST_ALIKE, pageSize: 100, turns: [10] };
    const alone = await listed(bucket);
    const [both] = await bothListed(bucket, bucket);
    expect(both.turns).toBeLessThan(1.3 * alone.turns);
  });

  test("with nothing to follow goes its own way", async () => {
    const [source, destination] = await bothListed(
      { keys: ["a", "b"], pageSize: 100 },
      { keys: MOST_ALIKE, pageSize: 100 },
    );
    expect(source.keys).toEqual(["a", "b"]);
    expect(destination.keys).toEqual(MOST_ALIKE);
    expect(destination.mostInFlight).toBeGreaterThanOrEqual(4);
  });

  const under = (name: string, count: number): readonly string[] =>
    numbered((i) => `${name}/${digits(i, 6)}`, count);

  test.each([
    ["behind all of the source's", ["a", "b"], MOST_ALIKE, 1.2],
    [
      "amid the source's",
      [...under("a", 5_000), ...under("z", 5_000)],
      [...under("a", 5_000), ...under("m", 30_000), ...under("z", 5_000)],
      2.2,
    ],
    [
      "up to the source's last",
      [...under("a", 5_000), "zzz"],
      [...under("a", 5_000), ...under("m", 30_000), ...under("z", 5_000)],
      2.2,
    ],
    ["before the source's", under("z", 6_000), [...under("m", 30_000), ...under("z", 6_000)], 1.2],
    [
      "beside each of the source's",
      under("a", 3_000),
      under("a", 3_000).flatMap((key) => numbered((i) => `${key}-${digits(i, 2)}`, 20)),
      2.2,
    ],
  ])("with many keys %s goes its own way there", async (...[, keys, others, longer]) => {
    const slow = { pageSize: 100, turns: [10] };
    const [source, destination] = await bothListed({ keys, ...slow }, { keys: others, ...slow });
    expect(source.keys).toEqual(keys);
    expect(destination.keys).toEqual(others);
    const alone = await listed({ keys: others, ...slow });
    expect(destination.turns).toBeLessThan(longer * alone.turns);
  });

  test.each([30, 5, 2])(
    "with every %ith of the source's keys leaves it the requests that it needs",
    async (step) => {
      const keys = numbered((i) => `k${digits(i, 6)}`, 60_000);
      const slow = { pageSize: 100, turns: [10] };
      const few = keys.filter((_key, i) => i % step === 0);
      const [source, destination] = await bothListed({ keys, ...slow }, { keys: few, ...slow });
      const alone = await listed({ keys, ...slow });
      expect(source.turns).toBeLessThan(1.8 * alone.turns);
      expect(source.requests + destination.requests).toBeLessThan(1.05 * (600 + 600 / step) + 1);
    },
  );
});

const character = fc.constantFrom(...Array.from("ab/0129-.～\uE000￼é😀𐀀"));
const anyKey = fc.oneof(
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((key) => !/[\uD800-\uDFFF]/u.test(key)),
  fc.array(character, { minLength: 1, maxLength: 8 }).map((all) => all.join("")),
  fc.tuple(character, fc.nat(99_999)).map(([head, number]) => `${head}${digits(number, 5)}`),
);
const anyKeys = fc.uniqueArray(anyKey, { minLength: 0, maxLength: 600, size: "max" });
const anyTurns = fc.array(fc.nat(6), { minLength: 1, maxLength: 8 });

test("any keys are listed once each, in order, whatever the size of pages and however slow", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyKeys,
      fc.integer({ min: 1, max: 9 }),
      fc.tuple(anyTurns, fc.constantFrom(undefined, 1, 500, 2_000)),
      async (keys, size, [turns, room]) => {
        const { keys: found } = await listed({ keys, pageSize: size, turns }, { room });
        expect(found).toEqual([...keys].sort(compareUtf8));
      },
    ),
    { numRuns: 150 },
  );
});

test("what stays in a bucket is listed once while other keys come and go", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyKeys,
      fc.integer({ min: 1, max: 9 }),
      anyTurns,
      async (keys, size, turns) => {
        const stays = (key: string): boolean =>
          mixed(key.length + (key.codePointAt(0) ?? 0)) % 3 > 0;
        const isThere = (key: string, request: number): boolean =>
          stays(key) || mixed(request + key.length) % 2 === 0;
        const { keys: found } = await listed({ keys, pageSize: size, turns, isThere });
        expect(found.filter(stays)).toEqual(keys.filter(stays).sort(compareUtf8));
        expect(found).toEqual([...new Set(found)].sort(compareUtf8));
      },
    ),
    { numRuns: 150 },
  );
});

test("any two buckets are listed at once, each key once, whatever they have in common and can do", async () => {
  const anyService = fc.record({
    startAfter: fc.constantFrom("works", "works", "ignored", "refused"),
    turns: anyTurns,
    pageSize: fc.integer({ min: 1, max: 9 }),
    changes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      anyKeys,
      anyKeys,
      fc.tuple(anyService, anyService),
      async (common, own, [first, second]) => {
        const isHere = (key: string): boolean =>
          mixed(key.length + (key.codePointAt(0) ?? 0)) % 4 > 0;
        const theirs = [...new Set([...common.filter(isHere), ...own])];
        const comes = (key: string, request: number): boolean =>
          isHere(key) || mixed(request + key.length) % 2 === 0;
        const bucketOf = (
          { changes, ...service }: typeof first,
          keys: readonly string[],
        ): KeyBucket => ({
          ...service,
          keys,
          ...(changes && { isThere: comes }),
        });
        const [source, destination] = await bothListed(
          bucketOf(first, common),
          bucketOf(second, theirs),
        );
        const stays = ({ changes }: typeof first, keys: readonly string[]): readonly string[] =>
          [...(changes ? keys.filter(isHere) : keys)].sort(compareUtf8);
        const [all, found] = [
          [common, source.keys],
          [theirs, destination.keys],
        ] as const;
        for (const [service, [keys, listedKeys]] of [
          [first, all],
          [second, found],
        ] as const) {
          const kept = new Set(stays(service, keys));
          expect(listedKeys.filter((key) => kept.has(key))).toEqual([...kept]);
          expect(listedKeys).toEqual([...new Set(listedKeys)].sort(compareUtf8));
        }
      },
    ),
    { numRuns: 150 },
  );
});

test.each(["refused", "ignored"] as const)(
  "where start-after is %s, a listing ends with its bucket, whatever has been guessed",
  async (startAfter) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.tuple(fc.integer({ min: 1, max: 9 }), anyTurns, anyTurns),
        async (count, share, [pageSize, turns, others]) => {
          const keys = numbered((i) => `k${digits(i, 5)}`, count);
          const first = keys.slice(0, Math.ceil(share * count));
          const alone = await listed({ keys, pageSize, turns, startAfter });
          expect(alone.keys).toEqual(keys);
          const [source, destination] = await bothListed(
            { keys, pageSize, turns },
            { keys: first, pageSize, turns: others, startAfter },
          );
          expect(source.keys).toEqual(keys);
          expect(destination.keys).toEqual(first);
        },
      ),
      { numRuns: 300 },
    );
  },
);

test.each([1, 2, 3])("a bucket of %i pages costs as many requests", async (pages) => {
  const keys = numbered((i) => `k${digits(i, 5)}`, pages * 100);
  expect((await listed({ keys, pageSize: 100 })).requests).toBe(pages);
  const inDirectories = keys.map((key, i) => `${i < 150 ? "a" : "data"}/${key}`);
  expect((await listed({ keys: inDirectories, pageSize: 100 })).requests).toBe(pages);
});

const plain = numbered((i) => `obj-${digits(i, 10)}`, 10_000);

test.each(["ignored", "refused"] as const)(
  "a service by which start-after is %s is listed page by page",
  async (startAfter) => {
    const { keys, requests } = await listed({ keys: plain, pageSize: 100, startAfter });
    expect(keys).toEqual(plain);
    expect(requests).toBeLessThanOrEqual(105);
  },
);

const byUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byLetters = (a: string, b: string): number => byUnits(a.toLowerCase(), b.toLowerCase());

test.each([
  [
    "UTF-16 units",
    byUnits,
    numbered((i) => `${i % 500 === 0 ? "😀" : i % 3 === 0 ? "～" : "a"}${digits(i, 6)}`, 10_000),
  ],
  [
    "letters of either case",
    byLetters,
    numbered((i) => `${i % 300 === 0 ? "K" : "k"}${digits(i, 6)}`, 10_000),
  ],
])("no key is lost by a service that sorts by %s", async (_name, order, keys) => {
  const { keys: found } = await listed({ keys, pageSize: 100, order });
  expect(found).toEqual([...keys].sort(order));
});

test("what waits is left to others only where few keys are much work", async () => {
  const { listing } = opened({ keys: plain, pageSize: 100 }, {});
  for (let page = 0; page < 5; page++) await listing.next();
  for (let turns = 0; turns < 500; turns++) await turn();
  // All has been listed.
  expect([listing.pagesLeft, listing.cutPoint(200)]).toEqual([0, undefined]);
  const at = plain.indexOf(listing.cutPoint(50) ?? "");
  expect([at % 100, at > 4_000, at < 8_000]).toEqual([99, true, true]);
});

test("what listings have learned of a bucket, those of other parts of it know", async () => {
  const bucket: KeyBucket = {
    keys: numbered((i) => `${digits(Math.floor(i / 20), 6)}/${digits(i % 20, 4)}`, 12_000),
    pageSize: 20,
    turns: [20],
  };
  const middle = bucket.keys[5_999];
  const learned = new Learned();
  const { source: space } = learned;
  await listed(bucket, { through: () => middle, space, budget: learned.budget });
  const knowing = await listed(bucket, { after: middle, space, budget: learned.budget });
  const anew = await listed(bucket, { after: middle });
  expect(knowing.keys).toEqual(bucket.keys.slice(6_000));
  expect(knowing.turns).toBeLessThan(anew.turns / 2);
  expect(knowing.requests).toBeLessThanOrEqual(1.06 * 300);
});

test("a run that does not wait for pages lists them one by one", async () => {
  const { requests, mostInFlight } = await listed(
    { keys: plain, pageSize: 100 },
    { isIdle: () => false },
  );
  expect([requests, mostInFlight]).toEqual([100, 1]);
});

test("what is farther away leaves room for what is taken before it", async () => {
  const keys = numbered((i) => `obj-${digits(i, 10)}`, 60_000);
  // A page of 100 such keys takes some 7 KB, so that there is room for about 40 of 600.
  const { keys: found, turns } = await listed(
    { keys, pageSize: 100, turns: [10] },
    { room: 300_000 },
  );
  expect(found).toEqual(keys);
  expect(turns).toBeLessThan(2_500);
});

test("a listing that fails in any range fails", async () => {
  const isThere = (_key: string, request: number): boolean => {
    if (request === 30) throw new Error("the connection is gone");
    return true;
  };
  const listing = listed({ keys: plain, pageSize: 100, isThere });
  await expect(listing).rejects.toThrow("the connection is gone");
});
