import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { march } from "../../../src/sync/compare/march.ts";
import type { BucketStore, ListedPage, PageOptions } from "../../../src/sync/index.ts";
import { bucketListing } from "../../../src/sync/listing/bucket-listing.ts";
import { pageOf } from "../../../src/sync/listing/build-page.ts";
import type { DividedListing } from "../../../src/sync/listing/listing-scope.ts";
import { Learned, pairedListings } from "../../../src/sync/listing/paired-listings.ts";
import { Likeness } from "../../../src/sync/listing/likeness.ts";

const NAMES = Array.from({ length: 4_000 }, (_none, i) => `写真-${String(i).padStart(6, "0")}`);
const PAGE = 50;

/** A bucket of the same names under a prefix, which takes some time for each page. */
function bucketUnder(prefix: string): {
  readonly store: BucketStore;
  readonly asked: { most: number };
} {
  const asked = { now: 0, most: 0 };
  const keys = NAMES.map((name) => prefix + name);
  const listPage = async ({ from }: PageOptions): Promise<ListedPage> => {
    asked.most = Math.max(asked.most, ++asked.now);
    await sleep(5);
    asked.now--;
    const last = from === undefined ? "" : "after" in from ? from.after : from.token;
    const at = keys.findIndex((key) => key > last);
    const page = at === -1 ? [] : keys.slice(at, at + PAGE);
    const token = at + PAGE < keys.length ? page.at(-1) : undefined;
    return {
      read: () => pageOf(page.map((key) => ({ key, size: 1, modifiedMs: 0 }))),
      ...(token !== undefined && { token }),
    };
  };
  return { store: { listPage } as unknown as BucketStore, asked };
}

test("the destination follows the source where their prefixes are not the same", async () => {
  const learned = new Learned();
  const { source, destination } = pairedListings(learned);
  const [from, to] = [bucketUnder("a/"), bucketUnder("backup/2026/of-a/")];
  const { signal } = new AbortController();
  const followed: DividedListing[] = [];
  const span = {
    follow: (listing: DividedListing) => {
      followed.push(listing);
      return () => undefined;
    },
  };
  const stretches = march(
    bucketListing(from.store, { prefix: "a/", signal, paired: source, span }),
    bucketListing(to.store, { prefix: "backup/2026/of-a/", signal, paired: destination, span }),
  );
  const both: string[] = [];
  const cutPoints: (readonly (string | undefined)[])[] = [];
  for await (const { pairs } of stretches) {
    cutPoints.push(followed.map((listing) => listing.cutPoint(1)));
    for (const pair of pairs) both.push(pair.kind === "both" ? pair.source.key : pair.kind);
  }
  expect(both).toEqual(NAMES);
  expect([learned.source.isEmpty, learned.destination.isEmpty]).toEqual([false, false]);
  expect(to.asked.most).toBeGreaterThanOrEqual(4);
  // Where others may go on, the source knows; what the destination has cut is near its front.
  expect(cutPoints.some(([ofSource]) => ofSource !== undefined)).toBe(true);
  expect(cutPoints.every(([, ofDestination]) => ofDestination === undefined)).toBe(true);
});

test.each([
  ["all the same", [[100, 100]], 1_000],
  ["half as many, always", [[50, 100]], 1_990],
  [
    "a little more, and a little less",
    [
      [99, 100],
      [101, 100],
    ],
    960,
  ],
  ["twice as many, always", [[200, 100]], 499],
] as const)(
  "where there are %s, a page is cut short by no more than need be",
  (...[, samples, others]) => {
    const likeness = new Likeness();
    for (let round = 0; round < 60; round++) {
      for (const [found, there] of samples) likeness.learn(found, there);
    }
    expect(Math.abs(likeness.othersFor(1_000) - others)).toBeLessThan(0.01 * others);
    expect(likeness.lossOf(1_000) === 0).toBe(others === 1_000);
  },
);
