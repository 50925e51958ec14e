import { expect, onTestFinished, test } from "vitest";
import { coordinate, type Coordination, workOnFleet } from "../../src/fleet/index.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { eventsOf, type FleetOutcome, rangeRunner, startWorkers, workWith } from "./in-process.ts";
import { MemoryBoard } from "./memory-board.ts";

interface Stage {
  readonly cloud: MemoryCloud;
  readonly board: MemoryBoard;
  readonly run: (
    options?: Partial<SyncOptions>,
    rest?: Partial<Coordination>,
  ) => Promise<FleetOutcome>;
}

/** Two buckets, and workers who share the work between them. */
function stage(keys: readonly string[], workers = 3): Stage {
  const cloud = new MemoryCloud();
  const board = new MemoryBoard();
  for (const key of keys) cloud.bucket("from").seed(key, key);
  const stop = new AbortController();
  onTestFinished(startWorkers({ board, cloud, count: workers, stop }));
  const run: Stage["run"] = (options = {}, rest = {}) =>
    eventsOf(coordinate(coordinationOf(board, options, rest)));
  return { cloud, board, run };
}

function coordinationOf(
  board: MemoryBoard,
  options: Partial<SyncOptions>,
  rest: Partial<Coordination> = {},
): Coordination {
  const all = { ...DEFAULT_SYNC_OPTIONS, pageSize: 50, ...options };
  return {
    board,
    ends: {
      source: { kind: "s3", bucket: "from", prefix: "" },
      destination: { kind: "s3", bucket: "to", prefix: "in" },
    },
    options: all,
    job: "the job",
    order: all,
    version: "1",
    onlyFailed: false,
    signal: new AbortController().signal,
    isSourceThere: () => Promise.resolve(true),
    ...rest,
  };
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `d${at % 5}/${String(at).padStart(5, "0")}`);
}

const KEYS = numbered(1_000);
const COPIED = KEYS.map((key) => `in/${key}`).sort();

test("a fleet copies all that one machine would, each object once, and tells of each", async () => {
  const { cloud, board, run } = stage(KEYS);
  const { exitCode, counts, types } = await run();
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect(cloud.operations().filter((each) => each === "CopyObject")).toHaveLength(1_000);
  expect({ exitCode, transferred: types["transferred"], counts }).toMatchObject({
    exitCode: 0,
    transferred: 1_000,
    counts: { transferred: 1_000, failed: 0, sourceEntries: 1_000 },
  });
  expect(board.served).toBeGreaterThan(2);
  expect([board.runs.size, board.open.size, board.results.size]).toEqual([0, 0, 0]);
});

test("workers that die lose nothing, and nothing is copied twice", async () => {
  const { cloud, board, run } = stage(KEYS);
  let begun = 0;
  board.kills = () => begun++ % 2 === 0;
  const { exitCode } = await run();
  expect(exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect(cloud.operations().filter((each) => each === "CopyObject")).toHaveLength(1_000);
});

test("a coordinator that dies anywhere is followed by one that goes on", async () => {
  const { cloud, board, run } = stage(KEYS);
  let turns = 0;
  board.beforeTurn = () => {
    turns++;
    if (turns > 1 && turns % 2 === 0) throw new Error("killed");
  };
  let last: FleetOutcome | undefined;
  for (let lives = 0; last?.exitCode === undefined && lives < 50; lives++) {
    last = await run().catch((): undefined => undefined);
  }
  expect(last).toMatchObject({ exitCode: 0 });
  expect(last?.events.filter(({ type }) => type === "resumed")).toHaveLength(1);
  expect(last?.counts?.sourceEntries).toBeLessThan(1_000);
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
});

test("two processes do not lead one run", async () => {
  const { board, run } = stage([]);
  await board.claim("the job");
  await expect(run()).rejects.toThrow("another process leads it");
});

test("nothing is deleted before everything is copied, and then as much as was counted", async () => {
  const { cloud, run } = stage(KEYS);
  for (let at = 0; at < 100; at++) cloud.bucket("to").seed(`in/d${at % 5}/old-${at}`, "x");
  const { exitCode, counts } = await run({ delete: true });
  expect({ exitCode, counts }).toMatchObject({
    exitCode: 0,
    counts: { transferred: 1_000, deleted: 100, sourceEntries: 1_000, destinationEntries: 100 },
  });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  const operations = cloud.operations();
  expect(operations.indexOf("DeleteObjects")).toBeGreaterThan(operations.lastIndexOf("CopyObject"));
});

test("too many deletions are refused for the whole, although no range has so many", async () => {
  const { cloud, run } = stage(KEYS);
  for (let at = 0; at < 100; at++) cloud.bucket("to").seed(`in/d${at % 5}/old-${at}`, "x");
  const { exitCode, events } = await run({ delete: true, maxDelete: 99 });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("refused to delete 100 of 100") as string },
  });
  expect(cloud.bucket("to").keys()).toHaveLength(1_100);
});

test("a source without anything empties no destination", async () => {
  const { cloud, run } = stage([]);
  cloud.bucket("to").seed("in/a", "x");
  const { exitCode, events } = await run({ delete: true });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("is empty") as string },
  });
  expect(cloud.bucket("to").keys()).toEqual(["in/a"]);
});

test("nothing is deleted where a key failed, however far from it", async () => {
  const { cloud, run } = stage(KEYS);
  cloud.bucket("to").seed("in/zzz", "x");
  cloud.fault = ({ operation, key }) =>
    operation === "CopyObject" && key === "in/d0/00005" ? refusal("CopyObject") : undefined;
  const { exitCode, events, counts } = await run({ delete: true });
  expect({ exitCode, counts }).toMatchObject({ exitCode: 1, counts: { failed: 1, deleted: 0 } });
  expect(events.find(({ type }) => type === "deletionsHeldBack")).toMatchObject({
    deletions: 1,
    failed: 1,
  });
  expect(events.find(({ type }) => type === "failed")).toMatchObject({
    error: { name: "AwsError", detail: { code: "AccessDenied" } },
    from: { kind: "s3", bucket: "from", key: "d0/00005" },
  });
});

test("a range that always fails is given up, the others are done, and it is done when asked for", async () => {
  const { cloud, board, run } = stage(KEYS);
  let isPoisoned = true;
  const isIn = (after: string | undefined): boolean => (after ?? "") >= "d3";
  const tries = new Map<string, number>();
  // Whoever takes it up is killed.
  board.kills = ({ id, span }) => {
    if (!isPoisoned || !isIn(span.after)) return false;
    tries.set(id, (tries.get(id) ?? 0) + 1);
    return (tries.get(id) ?? 0) <= 5;
  };
  const first = await run();
  expect({ exitCode: first.exitCode, failed: first.types["failed"] }).toEqual({
    exitCode: 1,
    failed: first.counts?.failed,
  });
  expect(first.counts?.failed).toBeGreaterThan(0);
  expect(first.events.find(({ type }) => type === "failed")).toMatchObject({
    error: {
      message: expect.stringMatching(
        /^keys after `d[^`]*`.* were given up after 5 tries/,
      ) as string,
    },
  });
  isPoisoned = false;
  const copies = (): number => cloud.operations().filter((each) => each === "CopyObject").length;
  const [listed, copied] = [cloud.operations().length, copies()];
  const again = await run({}, { onlyFailed: true });
  expect(again).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect([listed > 0, copies() - copied]).toEqual([true, 1_000 - copied]);
  await expect(run({}, { onlyFailed: true })).rejects.toThrow("none did in the last run");
});

test("whoever stops the coordinator stops the run, and can go on with it", async () => {
  const { cloud, board, run } = stage(KEYS);
  const interrupted = new AbortController();
  board.beforeTurn = () => {
    if (board.served > 2) interrupted.abort();
  };
  const stopped = await run({}, { signal: interrupted.signal });
  expect(stopped.exitCode).toBe(130);
  expect(stopped.events.slice(-3).map(({ type }) => type)).toEqual([
    "cancelled",
    "resumable",
    "done",
  ]);
  board.beforeTurn = () => undefined;
  expect(await run()).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
});

test("a worker of another version is said before work starts", async () => {
  const { board, run } = stage([], 0);
  board.alive.set("w", { id: "w", protocol: 99, version: "9.9.9" });
  await expect(run()).rejects.toThrow("cannot work with sluice 9.9.9");
});

test("a worker leaves a run of another version to others, and says why it ends", async () => {
  const { cloud, board } = stage([], 0);
  const opened = { id: "r-1", run: "r", span: {}, depth: 0 };
  const { counts } = await stage([]).run();
  await board.turn({
    run: {
      ...{ id: "r", job: "j", protocol: 99, version: "9.9.9", order: {}, phase: "copying" },
      ...{ counts: counts ?? expect.unreachable(), held: 0, ranges: 0, failed: [] },
    },
    opened: [opened],
  });
  await board.offer([opened]);
  const { signal } = new AbortController();
  const work = workOnFleet(workWith(board, rangeRunner(cloud), signal));
  await expect(work).rejects.toThrow("cannot work with sluice 9.9.9");
  expect(board.results.size).toBe(0);
});
