import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { coordinate, type FleetBoard, openRedisBoard } from "../../src/fleet/index.ts";
import { requireRedis } from "../../src/fleet/redis/require-redis.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
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
      signal: new AbortController().signal,
      isSourceThere: () => Promise.resolve(true),
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
  expect(await other.keys("sluice:fleet:book:*")).toEqual(["sluice:fleet:book:workers"]);
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

test("refused before work starts: it may throw away what it holds", async () => {
  const forgetful = await startRedis(["--maxmemory-policy", "allkeys-lru"]);
  onTestFinished(() => forgetful.stop());
  await expect(openRedisBoard(forgetful.url)).rejects.toThrow(
    /with `maxmemory-policy allkeys-lru` it would throw away/,
  );
});
