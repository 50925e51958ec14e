import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Serving } from "../../src/fleet/fleet-board.ts";
import {
  coordinate,
  type FleetBoard,
  type FleetRun,
  openRedisBoard,
  type RangeTask,
} from "../../src/fleet/index.ts";
import { toldOnce } from "../../src/fleet/redis/told-once.ts";
import { requireRedis } from "../../src/fleet/redis/require-redis.ts";
import { DEFAULT_SYNC_OPTIONS, NO_COUNTS, type SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { eventsOf, type FleetOutcome, startWorkers } from "./in-process.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let redis: RedisServer | undefined;

beforeAll(async () => {
  redis = await startRedis();
});

afterAll(() => redis?.stop());

/** Who dies is noticed soon. */
const PATIENCE = { lockMs: 900, checkMs: 300 };

async function board(url = redis?.url ?? ""): Promise<FleetBoard> {
  const opened = await openRedisBoard(url, PATIENCE);
  onTestFinished(() => opened.close());
  return opened;
}

const KEYS = Array.from({ length: 400 }, (_, at) => `d${at % 5}/${String(at).padStart(5, "0")}`);

function cloudOf(keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("from").seed(key, key);
  return cloud;
}

async function lead(
  opened: FleetBoard,
  options: Partial<SyncOptions> = {},
  job = "the job",
): Promise<FleetOutcome> {
  const all = { ...DEFAULT_SYNC_OPTIONS, pageSize: 50, ...options };
  const source = { kind: "s3", bucket: "from", prefix: "" } as const;
  const destination = { kind: "s3", bucket: "to", prefix: "in" } as const;
  return eventsOf(
    coordinate({
      board: opened,
      ends: { source, destination },
      options: all,
      ...{ job, order: all, version: "1", onlyFailed: false },
      command: { cwd: "/", positionals: [], given: [] },
      signal: new AbortController().signal,
      isSourceThere: () => Promise.resolve(true),
      openSource: () => Promise.reject(new Error("there is nothing to open")),
    }),
  );
}

test("workers share a run through Redis, deletions too, and leave nothing there", async () => {
  const cloud = cloudOf(KEYS);
  cloud.bucket("to").seed("in/zzz", "old");
  const stops = [new AbortController(), new AbortController()];
  for (const stop of stops) {
    const started = startWorkers({ board: await board(), cloud, count: 1, stop });
    onTestFinished(started);
  }
  const { exitCode, counts } = await lead(await board(), { delete: true });
  expect({ exitCode, counts }).toMatchObject({
    exitCode: 0,
    counts: { transferred: 400, deleted: 1, sourceEntries: 400 },
  });
  expect(cloud.bucket("to").keys()).toEqual(KEYS.map((key) => `in/${key}`).sort());
  const other = new Redis(redis?.url ?? "");
  onTestFinished(() => {
    other.disconnect();
  });
  // Who asked for help is forgotten in a tenth of a second.
  await expect.poll(() => other.keys("sluice:fleet:book:*")).toEqual(["sluice:fleet:book:workers"]);
});

test("what a worker has that is not heard of any more goes to another", async () => {
  const cloud = cloudOf(KEYS);
  const connection = new Redis(redis?.url ?? "", { maxRetriesPerRequest: null });
  // It takes the first range, and never says again that it is at it.
  const lost = new Worker("fleet", null, { connection, prefix: "sluice", lockDuration: 300 });
  onTestFinished(async () => {
    await lost.close(true);
    connection.disconnect();
  });
  const led = lead(await board(), {}, "another job");
  await expect.poll(() => lost.getNextJob("lost")).toMatchObject({ name: "range" });
  const stop = new AbortController();
  onTestFinished(startWorkers({ board: await board(), cloud, count: 1, stop }));
  expect(await led).toMatchObject({ exitCode: 0, counts: { transferred: 400 } });
});

const TASK = { id: "r-1", run: "r", span: {} };
const RUN: FleetRun = {
  ...{ id: "r", job: "a job", version: "1", order: {}, phase: "copying", onlyFailed: false },
  ...{ command: { cwd: "/", positionals: [], given: [] } },
  ...{ counts: NO_COUNTS, held: 0, failed: [{ after: "a" }] },
};

test("who was silent while another led changes nothing any more, nor takes the lead from it", async () => {
  const [silent, other] = [await board(), await board()];
  expect(await silent.claim("a job")).toBe(true);
  expect(await silent.turn({ run: RUN, opened: [TASK] })).toBe(true);
  expect(await other.claim("another job, meanwhile")).toBe(true);
  // As if it had been suspended for longer than its lead holds.
  const clock = new Redis(redis?.url ?? "");
  onTestFinished(() => {
    clock.disconnect();
  });
  await clock.del("sluice:fleet:book:leader:a job");
  expect(await other.claim("a job")).toBe(true);
  expect(await silent.leads("a job")).toBe(false);
  expect(await silent.turn({ run: { ...RUN, held: 9 }, over: TASK.id, opened: [] })).toBe(false);
  expect(await silent.end(RUN)).toBe(false);
  await silent.release("a job");
  expect([await other.leads("a job"), await other.load("r")]).toEqual([true, RUN]);
  expect([await other.openCount("r"), await other.failedOf("a job")]).toEqual([1, []]);
  expect((await other.runs()).map(({ id }) => id)).toContain("r");
  expect(await other.end(RUN)).toBe(true);
  expect(await other.failedOf("a job")).toEqual([{ after: "a" }]);
  expect(await other.end({ ...RUN, failed: [] }, { keepsFailed: true })).toBe(true);
  expect(await other.failedOf("a job")).toEqual([{ after: "a" }]);
});

test("the first result of a task holds, and nobody wants another one", async () => {
  const opened = await board();
  const task = { ...TASK, id: "r-2", run: "q" };
  expect(await opened.isWanted(task)).toBe(false);
  await opened.claim("q job");
  await opened.turn({ run: { ...RUN, id: "q", job: "q job" }, opened: [task] });
  await opened.keepTries(task, { w: 2 });
  expect([await opened.isWanted(task), await opened.triesOf(task)]).toEqual([true, { w: 2 }]);
  const first = { kind: "failed", tries: 1, error: { name: "Error", message: "x" } } as const;
  // Another has begun it since.
  await opened.report(task, { ...first, tries: 3 }, { v: 1 });
  expect(await opened.isWanted(task)).toBe(true);
  await opened.report(task, first, { w: 2 });
  await opened.report(task, { ...first, tries: 2 }, { w: 2 });
  expect(await opened.isWanted(task)).toBe(false);
  expect(await opened.nextResult("q")).toEqual({ id: task.id, result: first });
  await opened.end({ ...RUN, id: "q", job: "q job", failed: [] });
});

test("a range is cut in two where nobody else has begun it since, and once", async () => {
  const opened = await board();
  const [kept, given] = [
    { ...TASK, run: "c", span: { through: "m" } },
    { ...TASK, run: "c", id: "r-9" },
  ];
  const tries = { w: 1 };
  expect(await opened.share({ kept, given, tries })).toBe(false);
  await opened.claim("c job");
  await opened.turn({ run: { ...RUN, id: "c", job: "c job" }, opened: [{ ...kept, span: {} }] });
  await opened.keepTries(kept, { w: 1, v: 1 });
  expect([await opened.share({ kept, given, tries }), await opened.openCount("c")]).toEqual([
    false,
    1,
  ]);
  await opened.keepTries(kept, tries);
  for (let times = 0; times < 2; times++) {
    expect(await opened.share({ kept, given, tries })).toBe(true);
  }
  expect([await opened.openTask("c", kept.id), await opened.openTask("c", given.id)]).toEqual([
    kept,
    given,
  ]);
  const progress = { objects: 1, bytes: 10, totalObjects: 2, totalBytes: 20 };
  for (const task of [kept, given]) await opened.tellProgress(task, progress);
  const twice = { objects: 2, bytes: 20, totalObjects: 4, totalBytes: 40 };
  expect(await opened.progressOf("c")).toEqual(twice);
  await opened.turn({ run: { ...RUN, id: "c", job: "c job" }, over: given.id, opened: [] });
  expect(await opened.progressOf("c")).toEqual(progress);
  await opened.end({ ...RUN, id: "c", job: "c job", failed: [] });
});

test("ranges together delete no more than their run may, also where one is begun again", async () => {
  const opened = await board();
  await opened.claim("d job");
  const run = { ...RUN, id: "d", job: "d job", failed: [] };
  const [one, other] = ["a", "b"].map((id) => ({ id, run: "d", span: {}, mostDeletions: 10 }));
  const [first, second] = [one ?? TASK, other ?? TASK];
  const allowed = async (task: RangeTask, deletions: number): Promise<boolean> =>
    opened.allowDeletions(task, deletions);
  expect([await allowed(first, 6), await allowed(second, 5)]).toEqual([true, false]);
  expect([await allowed(second, 4), await allowed(first, 6)]).toEqual([true, true]);
  // It was killed amid three: these may be gone, and so they count.
  await opened.countDeletions(first, 3);
  expect([await allowed(first, 4), await allowed(first, 3)]).toEqual([false, true]);
  const reason = { name: "UsageError", message: "no" };
  await opened.refuse("d", "w", reason);
  expect([...(await opened.refusals("d"))]).toEqual([["w", reason]]);
  await opened.refuse("d", "w", undefined);
  expect((await opened.refusals("d")).size).toBe(0);
  await opened.end(run);
  expect(await allowed(first, 10)).toBe(true);
  await opened.end(run);
});

test("no more workers are asked for help than have nothing to do", async () => {
  const opened = await board();
  expect(await opened.hasIdleWorker()).toBe(false);
  const stop = new AbortController();
  const served = [1, 2].map((at) =>
    opened.serve({
      ...{ worker: { id: `${at}`, version: "1" }, signal: stop.signal, tellFault: () => undefined },
      handle: () => Promise.resolve({ kind: "over" }),
    }),
  );
  await expect.poll(async () => (await opened.workers()).length).toBe(2);
  const asked = await Promise.all([1, 2, 3].map(() => opened.hasIdleWorker()));
  stop.abort();
  await Promise.all(served);
  expect(asked).toEqual([true, true, false]);
});

test("what is not renewed in time is not ours any more", async () => {
  const kept = await startRedis();
  const opened = await openRedisBoard(kept.url, { lockMs: 300, checkMs: 100 });
  await opened.offer([TASK]);
  const stop = new AbortController();
  const ended = new Promise<unknown>((resolve) => {
    const handle: Serving["handle"] = async (_, signal) => {
      await kept.stop();
      await new Promise((wake) => {
        signal.addEventListener("abort", wake);
      });
      resolve([signal.aborted, stop.signal.aborted]);
      return { kind: "over" };
    };
    const worker = { id: "w", version: "1" };
    void opened.serve({ worker, handle, signal: stop.signal, tellFault: () => undefined });
  });
  expect(await ended).toEqual([true, false]);
});

test.each([
  ["READONLY You can't write against a read only replica.", "ReplyError", 1],
  ["LOADING Redis is loading the dataset in memory", "ReplyError", 0],
  ["connect ECONNREFUSED 127.0.0.1:1", "Error", 0],
])("of what goes wrong with Redis it is told what does not pass: %s", (message, name, want) => {
  const told: Error[] = [];
  const tell = toldOnce((error) => told.push(error));
  for (let times = 0; times < 2; times++) tell(Object.assign(new Error(message), { name }));
  expect(told).toHaveLength(want);
});

test("what is not a fleet's is not taken for it", async () => {
  const other = new Redis(redis?.url ?? "");
  onTestFinished(async () => {
    await other.del("sluice:fleet:book:run:x");
    other.disconnect();
  });
  await other.set("sluice:fleet:book:run:x", '{"id":1}');
  await expect((await board()).load("x")).rejects.toThrow("cannot read what Redis holds");
});

test("Redis that is killed and started again goes on with the run", async () => {
  const kept = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
  onTestFinished(() => kept.stop());
  const cloud = cloudOf(KEYS);
  const stop = new AbortController();
  onTestFinished(startWorkers({ board: await board(kept.url), cloud, count: 2, stop }));
  const led = lead(await board(kept.url));
  while (cloud.bucket("to").objects.size < 100) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await kept.restart();
  expect(await led).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toHaveLength(400);
});

test.each([
  [
    "nobody listens there",
    "redis://127.0.0.1:1",
    /cannot reach Redis at `127.0.0.1:1`: connect ECONNREFUSED/,
  ],
  ["it is no URL of Redis", "http://127.0.0.1", /cannot read the URL of Redis/],
  ["a password is in it", "redis://me:secret@127.0.0.1:1", /^(?!.*secret).*127.0.0.1:1/],
])("refused before work starts: %s", async (_, url, message) => {
  await expect(openRedisBoard(url)).rejects.toThrow(message);
});

test.each([
  ["it wants a password", "", /it wants a password; give it in the URL/],
  ["it refuses this one", ":wr%40ng@", /^(?!.*wr).*it refuses this user or password; mend it/],
])("of a Redis that was reached it is told what it lacks: %s", async (_, user, message) => {
  const locked = await startRedis([], "p@ss");
  onTestFinished(() => locked.stop());
  const { host } = new URL(locked.url);
  await expect(openRedisBoard(`redis://${user}${host}`)).rejects.toThrow(message);
  await (await openRedisBoard(locked.url)).close();
});

test.each([
  ["5.0.14", "refused"],
  ["6.0.16", "refused"],
  ["6.2.0", "taken"],
  ["7.0.15", "taken"],
  ["10.1.0", "taken"],
])("Redis %s is %s", async (version, want) => {
  const info = `# Server\r\nredis_version:${version}\r\nmaxmemory_policy:noeviction\r\n`;
  const required = requireRedis({ info: () => Promise.resolve(info) }, "here").then(
    () => "taken",
    (error: unknown) => String(error),
  );
  const refusal = `UsageError: cannot keep a queue in Redis ${version} at \`here\`: it must be 6.2 or newer, or Valkey`;
  expect(await required).toBe(want === "taken" ? want : refusal);
});

test("refused before work starts: a cluster", async () => {
  const info = "redis_version:8.0.0\r\nredis_mode:cluster\r\n";
  await expect(requireRedis({ info: () => Promise.resolve(info) }, "here")).rejects.toThrow(
    "cannot keep a queue in the Redis cluster at `here`",
  );
});

test("refused before work starts: it may throw away what it holds", async () => {
  const forgetful = await startRedis(["--maxmemory-policy", "allkeys-lru"]);
  onTestFinished(() => forgetful.stop());
  await expect(openRedisBoard(forgetful.url)).rejects.toThrow(
    /with `maxmemory-policy allkeys-lru` it would throw away/,
  );
});
