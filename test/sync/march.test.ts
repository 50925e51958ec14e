import fc from "fast-check";
import { expect, test } from "vitest";
import { march, type Pair } from "../../src/sync/compare/march.ts";
import type { SideListing } from "../../src/sync/listing/side-listing.ts";
import {
  covers,
  isObstacle,
  refusesWrites,
  type Sighting,
} from "../../src/sync/listing/sighting.ts";

function bytewise(a: { readonly key: string }, b: { readonly key: string }): number {
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
}

/** Names that sort differently by bytes, by UTF-16 units and by path segments. */
const name = fc.constantFrom("a", "a.b", "a-", "b", "～", "😀", "é");
const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments) => segments.join("/"));

const entry = key.map((k): Sighting => ({ key: k, size: 1, modifiedMs: 0 }));
const obstacle = fc
  .tuple(key, fc.boolean(), fc.constantFrom("missing", "special", "not-followed", "loop"))
  .map(([k, tree, reason]): Sighting => ({ key: tree ? `${k}/` : k, obstacle: reason, tree }));

/** What a walk can show: sorted, no key twice, nothing of its own inside an obstacle. */
const side = fc
  .array(fc.oneof({ weight: 4, arbitrary: entry }, obstacle), { maxLength: 30 })
  .map((all) => {
    const once = [...new Map(all.map((one) => [one.key, one])).values()].sort(bytewise);
    const trees = once.filter(isObstacle).filter((one) => one.tree);
    return once.filter((one) => !trees.some((tree) => tree !== one && covers(tree, one.key)));
  });

async function* pagesOf(all: readonly Sighting[], size: number): SideListing {
  for (let at = 0; at <= all.length; at += size)
    yield await Promise.resolve(all.slice(at, at + size));
}

async function marched(source: SideListing, destination: SideListing): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for await (const some of march(source, destination)) pairs.push(...some.pairs);
  return pairs;
}

/** The same answer from whole lists, key by key, without order or pages. */
function model(source: readonly Sighting[], destination: readonly Sighting[]): readonly string[] {
  const hidden = (all: readonly Sighting[], k: string): boolean =>
    all.some((one) => isObstacle(one) && covers(one, k));
  const refused = (k: string): boolean =>
    destination.some((one) => isObstacle(one) && refusesWrites(one) && covers(one, k));
  const files = (all: readonly Sighting[]): ReadonlySet<string> =>
    new Set(all.filter((one) => !isObstacle(one)).map((one) => one.key));
  const [left, right] = [files(source), files(destination)];
  return [
    ...source.filter(isObstacle).map((one) => `obstacle source ${one.key}`),
    ...destination.filter(isObstacle).map((one) => `obstacle destination ${one.key}`),
    ...[...left].filter((k) => right.has(k)).map((k) => `both ${k}`),
    ...[...left].filter((k) => !right.has(k) && !refused(k)).map((k) => `sourceOnly ${k}`),
    ...[...right]
      .filter((k) => !left.has(k) && !hidden(source, k))
      .map((k) => `destinationOnly ${k}`),
  ].sort();
}

function shown(pair: Pair): string {
  switch (pair.kind) {
    case "both":
    case "sourceOnly":
      return `${pair.kind} ${pair.source.key}`;
    case "destinationOnly":
      return `${pair.kind} ${pair.destination.key}`;
    case "obstacle":
      return `obstacle ${pair.side} ${pair.obstacle.key}`;
  }
}

test("a march finds what a comparison of whole lists finds, for any lists and pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      side,
      side,
      fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
      async (source, destination, [sourcePage, destinationPage]) => {
        const pairs = await marched(
          pagesOf(source, sourcePage),
          pagesOf(destination, destinationPage),
        );
        expect(pairs.map(shown).sort()).toEqual(model(source, destination));
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ["out of order", ["b", "a"]],
  ["a key twice", ["a", "a"]],
  ["out of order by bytes, in order by UTF-16 units", ["😀", "～"]],
])("a listing that has %s is refused, over a page's end too", async (_name, keys) => {
  const listed = keys.map((k) => ({ key: k, size: 0, modifiedMs: 0 }));
  const refusal = /must be in UTF-8 order/;
  await expect(marched(pagesOf(listed, 1), pagesOf([], 1))).rejects.toThrow(refusal);
  await expect(marched(pagesOf([], 1), pagesOf(listed, 9))).rejects.toThrow(refusal);
});

test("a march that is given up closes both listings", async () => {
  const closed: string[] = [];
  const endless = async function* (which: string): SideListing {
    try {
      for (let i = 0; ; i++) {
        const number = String(i).padStart(9, "0");
        yield await Promise.resolve([{ key: number, size: 0, modifiedMs: 0 }]);
      }
    } finally {
      closed.push(which);
    }
  };
  for await (const { pairs } of march(endless("source"), endless("destination"))) {
    expect(pairs).toHaveLength(1);
    break;
  }
  expect(closed.sort()).toEqual(["destination", "source"]);
});
