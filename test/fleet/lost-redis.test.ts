import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { openRedisBoard } from "../../src/fleet/index.ts";
import { startRedis } from "./redis-server.ts";

test("nothing of a worker is left that was to stop when Redis was gone, once its board is closed", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const board = await openRedisBoard(redis.url);
  const stop = new AbortController();
  const serving = board.serve({
    worker: { id: "w", version: "1" },
    handle: () => Promise.resolve({ kind: "over" }),
    signal: stop.signal,
    tellFault: () => undefined,
  });
  const ended = serving.then(
    () => "ended",
    () => "ended",
  );
  const reader = new Redis(redis.url);
  const clients = (): Promise<string> => reader.info("clients");
  await expect.poll(clients, { timeout: 25_000 }).toContain("blocked_clients:1");
  reader.disconnect();
  await redis.kill();
  await wait(1_000);
  stop.abort();
  await wait(100);
  await board.close();
  expect(await Promise.race([ended, wait(10_000, "still there")])).toBe("ended");
});
