import { expect, onTestFinished, test } from "vitest";
import {
  coordinate,
  type Coordination,
  type FleetRun,
  type RangeRunner,
  type RangeTask,
  workOnFleet,
} from "../../src/fleet/index.ts";
import type { Served } from "../../src/fleet/fleet-board.ts";
import { workOnRange } from "../../src/fleet/work-on-range.ts";
import { DEFAULT_SYNC_OPTIONS, NO_COUNTS, type SyncOptions } from "../../src/sync/index.ts";
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
    command: { cwd: "/", positionals: ["s3://from", "s3://to/in"], given: [] },
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
  expect([board.unfinished.size, board.open.size, board.results.size]).toEqual([0, 0, 0]);
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
    if (turns % 3 === 0) throw new Error("killed");
  };
  let last: FleetOutcome | undefined;
  for (let lives = 0; last?.exitCode === undefined && lives < 200; lives++) {
    const goesOnWith = (await board.runs())[0]?.id;
    last = await run({}, { goesOnWith }).catch((): undefined => undefined);
  }
  expect(last).toMatchObject({ exitCode: 0 });
  expect(last?.events.filter(({ type }) => type === "resumed")).toHaveLength(1);
  expect(last?.counts?.sourceEntries).toBeLessThan(1_000);
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
});

test("two processes do not lead one run", async () => {
  const { board, run } = stage([]);
  await board.claim("the job");
  await expect(run()).rejects.toThrow("another process leads one of the same command");
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
  const [stoppedRun] = await board.runs();
  expect(stopped.events.at(-2)).toMatchObject({ type: "resumable", run: stoppedRun?.id });
  expect(await run({}, { goesOnWith: stoppedRun?.id })).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  const copies = cloud.operations().filter((each) => each === "CopyObject");
  expect([copies.length, (await board.runs()).length]).toEqual([1_000, 0]);
});

test("a worker of another version is said before work starts", async () => {
  const { board, run } = stage([], 0);
  board.alive.set("w", { id: "w", version: "9.9.9" });
  await expect(run()).rejects.toThrow("cannot work with sluice 9.9.9");
});

/** A run that somebody has begun, with one range that waits. */
async function opened(board: MemoryBoard, said: Partial<FleetRun> = {}): Promise<RangeTask> {
  const task = { id: "r-1", run: "r", span: {} };
  await board.turn({
    run: {
      ...{ id: "r", job: "j", version: "1", order: DEFAULT_SYNC_OPTIONS, phase: "copying" },
      ...{ command: { cwd: "/", positionals: [], given: [] }, onlyFailed: false },
      ...{ counts: NO_COUNTS, held: 0, failed: [], ...said },
    },
    opened: [task],
  });
  return task;
}

/** What a worker of a board is told of one task. */
function handed(
  board: MemoryBoard,
  runner: Partial<RangeRunner>,
  { cloud = new MemoryCloud(), self = { id: "w", version: "1" } } = {},
): (task: RangeTask, signal?: AbortSignal) => Promise<Served> {
  const { signal } = new AbortController();
  const all = { ...rangeRunner(cloud), ...runner };
  const worker = { board, self, runner: all, signal, tell: () => undefined };
  return (task, ofTask = signal) => workOnRange(task, worker, ofTask);
}

test("a worker leaves a run of another version to others, says so once, and goes on with other runs", async () => {
  const { cloud, board, run } = stage(KEYS, 0);
  await board.offer([await opened(board, { version: "9.9.9" })]);
  const stop = new AbortController();
  const told: string[] = [];
  const working = workOnFleet({
    ...workWith(board, rangeRunner(cloud), stop.signal),
    tellFault: ({ message }) => told.push(message),
  });
  // Redis keeps each run's ranges apart; this board does not.
  board.openCount = () =>
    Promise.resolve(board.open.all.filter(([, task]) => task.run !== "r").length);
  expect(await run()).toMatchObject({ exitCode: 0 });
  stop.abort();
  await working;
  expect(told).toEqual([
    "cannot work with sluice 9.9.9: this is 1; run the same version everywhere",
  ]);
  expect([board.results.size, board.tries.get("r-1")]).toEqual([0, expect.anything()]);
});

test("a run of another version is not gone on with", async () => {
  const { board, run } = stage([], 0);
  await opened(board, { version: "9.9.9" });
  await expect(run({}, { goesOnWith: "r" })).rejects.toThrow("cannot work with sluice 9.9.9");
  await expect(run({}, { goesOnWith: "x" })).rejects.toThrow("cannot resume run `x`");
});

test("the command alone begins anew beside a run that was stopped, also one of failed ranges", async () => {
  const { cloud, board, run } = stage(KEYS);
  await opened(board, { job: "the job", onlyFailed: true });
  board.open.delete("r-1");
  expect(await run()).toMatchObject({ exitCode: 0, counts: { sourceEntries: 1_000 } });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect((await board.runs()).map(({ id }) => id)).toEqual(["r"]);
});

test("whoever goes on with a run has others act from then on, at another speed", async () => {
  const { board, run } = stage([], 0);
  await opened(board, { order: "old" });
  const stop = new AbortController();
  board.beforeTurn = () => {
    stop.abort();
  };
  await run({ maxConcurrentRequests: 3 }, { goesOnWith: "r", signal: stop.signal });
  expect(board.unfinished.get("r")?.order).toMatchObject({ maxConcurrentRequests: 3 });
});

test.each([["at once"], ["after some ranges"]])(
  "who has lost the lead stops %s, says so, and changes nothing any more",
  async (when) => {
    const { board, run } = stage(KEYS);
    let turns = when === "at once" ? 3 : 0;
    let kept = "";
    board.beforeTurn = () => {
      board.isLedElsewhere = ++turns > 3;
      kept = board.isLedElsewhere ? kept || JSON.stringify(board.unfinished.all) : "";
    };
    await expect(run()).rejects.toThrow("another one has taken the lead");
    expect([JSON.stringify(board.unfinished.all) === kept, board.failed.size]).toEqual([true, 0]);
  },
);

test("a worker that may have lost its range goes no further in it, and counts as one that died", async () => {
  const { cloud, board } = stage(KEYS, 0);
  const task = await opened(board);
  const lost = new AbortController();
  cloud.fault = () => {
    lost.abort();
    return undefined;
  };
  expect(await handed(board, {}, { cloud })(task, lost.signal)).toMatchObject({ kind: "again" });
  expect([board.results.size, board.tries.get(task.id)]).toEqual([0, { w: 1 }]);
});

test("deletions that nobody waits for any more are not made", async () => {
  const { cloud, board } = stage(["a"], 0);
  cloud.bucket("to").seed("in/b", "x");
  const order = { ...DEFAULT_SYNC_OPTIONS, delete: true };
  const task = { ...(await opened(board, { order })), mostDeletions: 1 };
  board.open.set(task.id, task);
  cloud.fault = () => {
    board.open.delete(task.id);
    return undefined;
  };
  await handed(board, {}, { cloud })(task);
  expect(cloud.bucket("to").keys()).toContain("in/b");
});

test("a range is left to a worker that has not tried it, and tried later each time", async () => {
  const { board } = stage([], 0);
  const task = await opened(board);
  const broken = { prepare: () => Promise.reject(new Error("no disk")) };
  const sick = handed(board, broken);
  const other = handed(board, broken, { self: { id: "v", version: "1" } });
  for (const id of ["w", "v"]) board.alive.set(id, { id, version: "1" });
  expect([await sick(task), await sick(task), board.tries.get(task.id)]).toEqual([
    { kind: "again", afterMs: 1_000 },
    { kind: "again", afterMs: 1_000 },
    { w: 1 },
  ]);
  const waits = [await other(task), await sick(task), await other(task)];
  expect(waits).toEqual([2_000, 4_000, 8_000].map((afterMs) => ({ kind: "again", afterMs })));
  expect(await sick(task)).toEqual({ kind: "over" });
  expect(board.results.get(task.id)).toMatchObject({
    ...{ kind: "failed", tries: 5, error: { message: "no disk" } },
  });
});

test("a range whose result waits is not done once more, whoever offers it", async () => {
  const { board } = stage([], 0);
  const task = await opened(board);
  await board.report(task, { kind: "failed", tries: 5, error: { name: "Error", message: "x" } });
  const start = (): never => expect.unreachable();
  expect(await handed(board, { start })(task)).toEqual({ kind: "over" });
});

test("more to delete than was counted fails the range at once, and says why", async () => {
  const { cloud, board } = stage(["a"], 0);
  for (const key of ["b", "c"]) cloud.bucket("to").seed(`in/${key}`, "x");
  const order = { ...DEFAULT_SYNC_OPTIONS, delete: true };
  const task = { ...(await opened(board, { order })), mostDeletions: 1 };
  board.open.set(task.id, task);
  expect(await handed(board, {}, { cloud })(task)).toEqual({ kind: "over" });
  expect(board.results.get(task.id)).toMatchObject({
    ...{ kind: "failed", tries: 1 },
    error: { message: expect.stringContaining("more is to be deleted there than") as string },
  });
  expect(cloud.bucket("to").keys()).toEqual(["in/a", "in/b", "in/c"]);
});

/** A board on which the range of all keys has failed in the run before. */
function afterFailure(): Stage {
  const staged = stage([]);
  staged.board.failed.set("the job", [{ after: "b", through: "z" }]);
  staged.cloud.bucket("to").seed("in/c", "x");
  return staged;
}

test("failed ranges may well be empty at the source: they are not the whole", async () => {
  const { cloud, run } = afterFailure();
  const { exitCode, counts } = await run({ delete: true }, { onlyFailed: true });
  expect({ exitCode, deleted: counts?.deleted }).toEqual({ exitCode: 0, deleted: 1 });
  expect(cloud.bucket("to").keys()).toEqual([]);
});

test("nothing is deleted where a range was given up, also as the AWS CLI would", async () => {
  const { cloud, board, run } = stage(KEYS);
  cloud.bucket("to").seed("in/zzz", "x");
  let [poisoned, tries] = ["", 0];
  board.kills = ({ id, span }) => {
    if (poisoned === "" && span.after !== undefined) poisoned = id;
    return id === poisoned && ++tries <= 5;
  };
  const { exitCode, events } = await run({ delete: true, awsCompat: true });
  expect({ exitCode, kept: cloud.bucket("to").keys().includes("in/zzz") }).toEqual({
    exitCode: 1,
    kept: true,
  });
  expect(events.some(({ type }) => type === "deletionsHeldBack")).toBe(true);
});

test("what workers have in hand is told before their ranges are over", async () => {
  const { board, run } = stage(KEYS);
  board.told.push({ objects: 7, bytes: 70, totalObjects: 9, totalBytes: 90 });
  const { events } = await run();
  expect(events.find(({ type }) => type === "progress")).toEqual({
    ...{ type: "progress", objects: 7, bytes: 70, totalObjects: 9, totalBytes: 90 },
    totalIsFinal: false,
  });
});
