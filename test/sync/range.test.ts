import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type RangeEnd, type RangePart, runRange, type SyncEvent } from "../../src/sync/index.ts";
import { KeySurvey } from "../../src/sync/listing/key-survey.ts";
import { sightingsIn } from "../../src/sync/listing/side-listing.ts";
import type { Sighting } from "../../src/sync/listing/sighting.ts";
import { isInScope, type KeySpan } from "../../src/sync/listing/listing-scope.ts";
import type { PlannedPage } from "../../src/sync/compare/plan-changes.ts";
import { RangeWork } from "../../src/sync/run/range-work.ts";
import { type Case, loadCorpus } from "../support/corpus.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf, temporaryDirectory } from "./run.ts";

const rows: readonly (readonly [string, Case<KeySpan & { readonly key: string }, boolean>])[] =
  loadCorpus("listing-spans");

test.each(rows)("%s", (_, { given, want }) => {
  expect(isInScope(given.key, { kind: "span", ...given })).toBe(want);
});

const BUCKETS = ["s3://from", "s3://to/in"] as const;
const ALL: RangePart = { mostWork: Infinity, holdsDeletions: false };

interface Ran {
  readonly events: readonly SyncEvent[];
  readonly end: RangeEnd;
}

async function runPart(
  cloud: MemoryCloud,
  range: Partial<RangePart>,
  {
    ends = BUCKETS,
    ...options
  }: { ends?: readonly [string, string]; delete?: boolean; pageSize?: number } = {},
): Promise<Ran> {
  const run = runRange({
    ...jobOf(cloud, ends, options),
    range: new RangeWork({ ...ALL, ...range }),
  });
  const events: SyncEvent[] = [];
  for (let next = await run.next(); ; next = await run.next()) {
    if (next.done === true) return { events, end: next.value };
    events.push(next.value);
  }
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `d${at % 7}/${String(at).padStart(6, "0")}`);
}

test("only what is between two keys is copied, on both sides by listing no more than that", async () => {
  const cloud = new MemoryCloud();
  for (const key of numbered(5_000)) cloud.bucket("from").seed(key, "x");
  for (const key of numbered(5_000)) cloud.bucket("to").seed(`in/old/${key}`, "x");
  const { end } = await runPart(cloud, { after: "d2/000100", through: "d2/000135" });
  expect(
    cloud
      .bucket("to")
      .keys()
      .filter((key) => !key.startsWith("in/old")),
  ).toEqual(["in/d2/000107", "in/d2/000114", "in/d2/000121", "in/d2/000128", "in/d2/000135"]);
  expect(end).toEqual({ left: [], held: 0, through: "d2/000135" });
  expect(cloud.operations().filter((operation) => operation === "ListObjectsV2")).toHaveLength(2);
});

test("what is left goes on behind the last key that was looked at, until nothing is", async () => {
  const cloud = new MemoryCloud();
  const keys = numbered(3_000);
  for (const key of keys) cloud.bucket("from").seed(key, "x");
  let waiting: RangeEnd["left"] = [{}];
  let [ranges, widest] = [0, 0];
  while (waiting.length > 0) {
    const ends = await Promise.all(
      waiting.map((span) => runPart(cloud, { ...span, mostWork: 60_000 }, { pageSize: 50 })),
    );
    widest = Math.max(widest, waiting.length);
    ranges += ends.length;
    waiting = ends.flatMap(({ end }) => end.left);
  }
  expect(cloud.bucket("to").keys()).toEqual(keys.map((key) => `in/${key}`).sort());
  expect(cloud.operations().filter((operation) => operation === "CopyObject")).toHaveLength(3_000);
  expect(ranges).toBeLessThan(60);
  // It falls in parts that several can work on.
  expect(widest).toBeGreaterThan(3);
});

test("deletions that are held back are counted, and nothing goes", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("z", "x");
  for (const key of ["a", "b", "c"]) cloud.bucket("to").seed(`in/${key}`, "x");
  const part = { through: "b", holdsDeletions: true };
  const { end, events } = await runPart(cloud, part, { delete: true });
  expect({ end, keys: cloud.bucket("to").keys() }).toEqual({
    end: { left: [], held: 2, through: "b" },
    keys: ["in/a", "in/b", "in/c"],
  });
  expect(events.at(-1)).toMatchObject({ type: "done", exitCode: 0 });
});

test("a part of which the source has nothing may be emptied: it is not the whole", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("z", "x");
  for (const key of ["a", "b", "c"]) cloud.bucket("to").seed(`in/${key}`, "x");
  await runPart(cloud, { through: "b" }, { delete: true });
  expect(cloud.bucket("to").keys()).toEqual(["in/c"]);
});

test("files are taken by their keys, and directories without any are not walked into", async () => {
  const root = temporaryDirectory();
  for (const key of ["a", "b/1", "b/2", "b/c/1", "b.txt", "d/1"]) {
    mkdirSync(dirname(join(root, key)), { recursive: true });
    writeFileSync(join(root, key), key);
  }
  const cloud = new MemoryCloud();
  const ends = [root, "s3://to"] as const;
  await runPart(cloud, { after: "b.txt", through: "b/c/1" }, { ends });
  expect(cloud.bucket("to").keys()).toEqual(["b/1", "b/2", "b/c/1"]);
});

test("a source that is gone has nothing deleted, also where deletions only wait", async () => {
  const root = temporaryDirectory();
  const cloud = new MemoryCloud();
  cloud.bucket("to").seed("a", "x");
  const ends = [root, "s3://to"] as const;
  const part = { holdsDeletions: true };
  const { events, end } = await runPart(cloud, part, { ends, delete: true });
  expect(events.map(({ type }) => type)).toEqual(["started", "fatal", "done"]);
  expect(end.held).toBe(0);
});

test("an obstacle above a range is told where it comes, and the range never goes back to it", async () => {
  const skip = { kind: "skip", side: "source", warning: "unreadable" } as const;
  const counted = { sourceEntries: 10, destinationEntries: 10 };
  async function* pages(): AsyncGenerator<PlannedPage> {
    yield { planned: [{ ...skip, key: "a/" }], ...counted, through: "a/" };
    yield { planned: [{ ...skip, key: "a/x" }], ...counted, through: "a/x" };
    yield await Promise.resolve({ planned: [], ...counted, through: "a/y" });
  }
  const work = new RangeWork({ after: "a/m", mostWork: 1, holdsDeletions: true });
  const told: string[] = [];
  for await (const { planned } of work.upToEnough(pages())) {
    told.push(...planned.map(({ key }) => key));
  }
  expect({ told, left: work.end.left }).toEqual({ told: ["a/x"], left: [{ after: "a/x" }] });
});

test("what is cut off while it goes on is left to somebody else, and between them all is copied once", async () => {
  const cloud = new MemoryCloud();
  const keys = numbered(3_000);
  for (const key of keys) cloud.bucket("from").seed(key, "x");
  const work = new RangeWork(ALL);
  const run = runRange({ ...jobOf(cloud, BUCKETS, { pageSize: 20 }), range: work });
  let rest: KeySpan | undefined;
  for (let next = await run.next(); next.done !== true; next = await run.next()) {
    rest ??= work.cutOff();
  }
  const own = cloud.bucket("to").keys().length;
  expect(work.end).toEqual({ left: [], held: 0, through: rest?.after });
  expect([own > 0, own < 3_000]).toEqual([true, true]);
  await runPart(cloud, { ...rest });
  expect(cloud.bucket("to").keys()).toEqual(keys.map((key) => `in/${key}`).sort());
  expect(cloud.operations().filter((operation) => operation === "CopyObject")).toHaveLength(3_000);
  expect(work.cutOff()).toBeUndefined();
});

test("another worker is left what is worth its while: fewer keys the more there is to do, and the longer it waits", async () => {
  const counted = { sourceEntries: 10, destinationEntries: 10 };
  const fresh = Array.from({ length: 10 }, (_none, at) => ({
    kind: "copy" as const,
    reason: "absent" as const,
    key: `b/${at}`,
    source: { key: `b/${at}`, size: 0, modifiedMs: 0 },
  }));
  async function* pages(): AsyncGenerator<PlannedPage> {
    yield { planned: [], ...counted, through: "a" };
    yield await Promise.resolve({ planned: fresh, ...counted, through: "b/9" });
  }
  const work = new RangeWork(ALL);
  const least: number[] = [];
  const cutPoint = (leastKeys: number): undefined => void least.push(leastKeys);
  work.scope.follow?.({ cutPoint });
  work.cutOff();
  work.cutOff();
  const own = work.upToEnough(pages());
  while ((await own.next()).done !== true);
  work.cutOff();
  const [first = 0, second = 0, third = 0] = least;
  expect([first, second]).toEqual([100_000, 50_000]);
  expect(third).toBeLessThan(1_000);
});

test("of a walk through directories, too, nothing is shown behind an end that has come nearer", async () => {
  const file = { size: 1, modifiedMs: 0 };
  async function* pages(): AsyncGenerator<readonly Sighting[]> {
    yield ["a", "b"].map((key) => ({ key, ...file }));
    yield ["c", "d"].map((key) => ({ key, ...file }));
    yield await Promise.resolve(["e"].map((key) => ({ key, ...file })));
  }
  const survey = new KeySurvey();
  const span = { through: "z" };
  const shown: string[] = [];
  for await (const page of survey.over(pages(), span)) {
    shown.push(...sightingsIn(page).map(({ key }) => key));
    span.through = "c";
  }
  expect(shown).toEqual(["a", "b", "c"]);
});
