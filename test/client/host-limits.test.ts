import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBucketStore } from "../../src/client/index.ts";
import { answer, refuse } from "./scripted-server.ts";
import { keys, play } from "./stage.ts";

const NOW = "Sun, 22 Nov 2026 00:00:00 GMT";

describe("Retry-After", () => {
  const headers: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
    ["seconds", { "retry-after": "7" }, 7_000],
    ["a date", { date: NOW, "retry-after": "Sun, 22 Nov 2026 00:00:09 GMT" }, 9_000],
    ["less than one would wait anyhow", { "retry-after": "0" }, 500],
    ["nonsense", { "retry-after": "soon" }, 500],
  ];
  test.each(headers)("%s", async (_name, sent, waitMs) => {
    const { store, waitsMs } = await play([refuse(503, "SlowDown", sent), answer(204)]);
    await store.deleteObject("k", {});
    expect(waitsMs).toEqual([waitMs]);
  });

  test("hours are not waited for", async () => {
    const { store, server } = await play([refuse(503, "SlowDown", { "retry-after": "7200" })]);
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({ code: "SlowDown" });
    expect(server.seen).toHaveLength(1);
  });
});

describe("a clock that is wrong", () => {
  const skewed = refuse(403, "RequestTimeTooSkewed", { date: "Sun, 22 Nov 2026 03:00:00 GMT" });

  test("is corrected by S3's, for all that follows", async () => {
    const { store, server, waitsMs } = await play([skewed, answer(204), answer(204)]);
    await store.deleteObject("k", {});
    await store.deleteObject("k", {});
    const times = server.seen.map((request) => request.headers["x-amz-date"]);
    expect(times).toEqual(["20261122T000000Z", "20261122T030000Z", "20261122T030000Z"]);
    expect(waitsMs).toEqual([]);
  });

  test("is corrected once", async () => {
    const { store, server } = await play([skewed, skewed]);
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({
      code: "RequestTimeTooSkewed",
    });
    expect(server.seen).toHaveLength(2);
  });
});

// How near to its rate one comes is simulated in `pace.test.ts`, as here it hangs on the machine.
test("a service that answers 503 above a rate is soon asked no more than it takes, and fails nothing", async () => {
  const perSecond = 400;
  let window = 0;
  let taken = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    const current = Math.floor(performance.now() / 100);
    if (current !== window) [window, taken] = [current, 0];
    const isTaken = ++taken <= perSecond / 10;
    if (!isTaken) refused++;
    request.resume();
    response.writeHead(isTaken ? 204 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const store = createBucketStore({
    bucket: "b",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: () => Promise.resolve(keys),
  });
  onTestFinished(async () => {
    await store.close();
    server.close();
  });
  const objects = 2_000;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < objects) await store.deleteObject(`k${next++}`, {});
  };
  await Promise.all(Array.from({ length: 64 }, work));
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(objects / 4);
});

test("a service that only fails is not asked five times for each object", async () => {
  const acts = Array.from({ length: 1_000 }, () => refuse(500, "InternalError"));
  const { store, server } = await play(acts);
  const failures = await Promise.allSettled(
    Array.from({ length: 100 }, (_, number) => store.deleteObject(`k${number}`, {})),
  );
  expect(failures.every(({ status }) => status === "rejected")).toBe(true);
  expect(server.seen.length).toBeLessThanOrEqual(200);
});
