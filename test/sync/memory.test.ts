import { expect, test } from "vitest";
import type { BucketStore, Entry } from "../../src/sync/index.ts";
import { runSync } from "../../src/sync/index.ts";
import { pageOf } from "../../src/sync/listing/build-page.ts";
import { march } from "../../src/sync/compare/march.ts";
import { Spool } from "../../src/sync/plan/spool.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf } from "./run.ts";

const MANY = 300_000;
const PAGE = 1_000;

/** Pages of made-up entries, whose number is told as each page is asked for. */
async function* syntheticPages(
  which: string,
  seen: (count: number) => void,
): AsyncGenerator<readonly Entry[], undefined> {
  for (let at = 0; at < MANY; at += PAGE) {
    seen(at + PAGE);
    const number = (i: number): string => String(at + i).padStart(8, "0");
    yield await Promise.resolve(
      Array.from({ length: PAGE }, (_, i) => ({
        key: `k${number(i)}${which}`,
        size: 1,
        modifiedMs: 0,
      })),
    );
  }
  return undefined;
}

test("a march of 300,000 entries on each side holds a few pages", async () => {
  let listed = 0;
  let marched = 0;
  let most = 0;
  const count = (): void => {
    listed += PAGE;
    most = Math.max(most, listed - marched);
  };
  const sides = [syntheticPages("a", count), syntheticPages("b", count)] as const;
  for await (const { pairs } of march(...sides)) {
    marched += pairs.length;
  }
  expect(marched).toBe(2 * MANY);
  expect(most).toBeLessThanOrEqual(6 * PAGE);
});

test("a run of 300,000 changes holds a bounded number of them", async () => {
  const cloud = new MemoryCloud();
  let listed = 0;
  let copied = 0;
  let running = 0;
  let mostRunning = 0;
  let mostAhead = 0;
  const pages = syntheticPages("", (count) => {
    listed = count;
  });
  const listPage: BucketStore["listPage"] = async () => {
    const { value } = await pages.next();
    const page = pageOf(value ?? []);
    return { read: () => page, ...(listed < MANY && { token: `${listed}` }) };
  };
  const source = Object.assign(cloud.bucket("from"), { listPage });
  const copyObject: BucketStore["copyObject"] = async () => {
    mostRunning = Math.max(mostRunning, ++running);
    mostAhead = Math.max(mostAhead, listed - copied);
    await Promise.resolve();
    running--;
    copied++;
    return { etag: undefined, sums: [] };
  };
  const destination = Object.assign(cloud.bucket("to"), { copyObject });
  const job = jobOf(cloud, ["s3://from", "s3://to"]);
  let transferred = 0;
  for await (const event of runSync({ ...job, stores: { source, destination } })) {
    if (event.type === "transferred") transferred++;
  }
  expect(transferred).toBe(MANY);
  expect(mostRunning).toBeLessThanOrEqual(32);
  expect(mostAhead).toBeLessThanOrEqual(6 * PAGE);
});

test("a spool gives back what it was given, in order, from memory and from disk", async () => {
  const spool = new Spool<number>();
  for (let i = 0; i < 10_000; i++) await spool.add(i);
  const back: number[] = [];
  for await (const item of spool.drain()) back.push(item);
  await spool.dispose();
  expect(back).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  expect(spool.length).toBe(10_000);
});

test("a spool gives back keys with line and paragraph separators from disk", async () => {
  const spool = new Spool<string>();
  for (let at = 0; at < 5_000; at++) await spool.add(`a\u2028b\u2029${at}`);
  const back: string[] = [];
  for await (const item of spool.drain()) back.push(item);
  await spool.dispose();
  expect([back.length, back[0], back[4_999]]).toEqual([
    5_000,
    "a\u2028b\u20290",
    "a\u2028b\u20294999",
  ]);
});

test("deletions beyond what stays in memory are all carried out", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("kept", "1");
  for (let i = 0; i < 9_000; i++) cloud.bucket("to").seed(`old/${i}\n`, "1");
  const job = jobOf(cloud, ["s3://from", "s3://to"], { delete: true, maxDelete: 9_000 });
  for await (const event of runSync(job)) expect(event.type).not.toBe("failed");
  expect(cloud.bucket("to").keys()).toEqual(["kept"]);
});
