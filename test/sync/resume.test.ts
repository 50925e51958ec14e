import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SyncEvent, SyncOptions } from "../../src/sync/index.ts";
import { journalLine, readJournalLine } from "../../src/sync/journal/journal-line.ts";
import type { RunRecord } from "../../src/sync/journal/journal-record.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import {
  begun,
  calls,
  cloudOf,
  LARGE,
  manyObjects,
  resumed,
  run,
  SMALL_PARTS,
  stoppingWhen,
} from "./resumable.ts";
import { temporaryDirectory } from "./run.ts";

test("listing goes on behind what is done, and what is not done is looked at by itself", async () => {
  const directory = temporaryDirectory();
  const cloud = cloudOf(manyObjects());
  const options = { pageSize: 100, maxConcurrentRequests: 4 };
  const signal = stoppingWhen(
    cloud,
    ({ operation, key }) => operation === "CopyObject" && key === "k650",
  );
  const first = await run(cloud, await begun(directory), { options, signal });
  expect(first.exitCode).toBe(130);
  expect(first.events.at(-2)).toMatchObject({ type: "resumable", uploads: 0 });
  const done = cloud.bucket("to").keys().length;

  cloud.fault = () => undefined;
  const second = await run(cloud, await resumed(directory), { options });
  expect(second.exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(cloud.bucket("from").keys());
  const listed = cloud.calls.filter(({ operation }) => operation === "ListObjectsV2");
  // At most one page of each side that the first run had begun on, and those after it; beside them
  // single keys.
  expect(listed.filter(({ key }) => key === "").length).toBeLessThanOrEqual(2 * 6);
  const copied = calls(cloud, "CopyObject");
  expect(copied.length).toBe(1_000 - done);
  expect(second.events.at(-1)).toMatchObject({
    type: "done",
    counts: { transferred: 1_000 - done },
    before: { transferred: done },
  });
  const { counts, before } = second.events.at(-1) as Extract<SyncEvent, { type: "done" }>;
  expect((before?.sourceEntries ?? 0) + counts.sourceEntries).toBe(1_000);
  expect(readdirSync(directory)).toEqual([]);
});

test("what failed is done again, and only then is anything deleted", async () => {
  const directory = temporaryDirectory();
  const cloud = cloudOf({ a: "1", b: "2", c: "3" });
  cloud.bucket("to").seed("old", "x");
  cloud.fault = ({ operation, key }) =>
    operation === "CopyObject" && key === "b" ? refusal("CopyObject") : undefined;
  const options = { delete: true };
  const first = await run(cloud, await begun(directory), { options });
  expect(first.exitCode).toBe(1);
  expect(cloud.bucket("to").keys()).toEqual(["a", "c", "old"]);

  cloud.fault = () => undefined;
  const second = await run(cloud, await resumed(directory), { options });
  expect(second.exitCode).toBe(0);
  expect(calls(cloud, "CopyObject")).toEqual(["b"]);
  expect(cloud.bucket("to").keys()).toEqual(["a", "b", "c"]);
  expect(second.events.at(-1)).toMatchObject({
    counts: { transferred: 1, deleted: 1, failed: 0 },
    before: { transferred: 2, deleted: 0 },
  });
});

test("what was to be deleted and has come back at the source, or been written anew, stays", async () => {
  const directory = temporaryDirectory();
  const cloud = cloudOf({ a: "1" });
  for (const key of ["gone", "back"]) cloud.bucket("to").seed(key, "x");
  cloud.fault = ({ operation }) => (operation === "CopyObject" ? refusal("CopyObject") : undefined);
  const options = { delete: true };
  await run(cloud, await begun(directory), { options });

  cloud.fault = () => undefined;
  cloud.bucket("from").seed("back", "x");
  await run(cloud, await resumed(directory), { options });
  expect(cloud.bucket("to").keys()).toEqual(["a", "back"]);
});

test("a token that expires stops the run at once, keeps parts, and leaves a run to resume", async () => {
  const directory = temporaryDirectory();
  const cloud = cloudOf({ ...manyObjects(), aa: LARGE });
  let copies = 0;
  cloud.fault = ({ operation, detail }) => {
    if (operation === "UploadPartCopy" && detail !== "4") return undefined;
    const isLate = operation === "CopyObject" && ++copies > 50;
    return isLate || operation === "UploadPartCopy"
      ? refusal(operation, "ExpiredToken", 400)
      : undefined;
  };
  const options = { ...SMALL_PARTS, maxConcurrentRequests: 4 };
  const first = await run(cloud, await begun(directory), { options });
  expect(first.exitCode).toBe(1);
  expect(first.events.filter(({ type }) => type === "failed")).toEqual([]);
  expect(first.events.filter(({ type }) => type === "fatal")).toHaveLength(1);
  expect(first.events.at(-2)).toMatchObject({ type: "resumable", uploads: 1 });
  expect(calls(cloud, "AbortMultipartUpload")).toEqual([]);

  cloud.fault = () => undefined;
  const second = await run(cloud, await resumed(directory), { options });
  expect(second.exitCode).toBe(0);
  expect(calls(cloud, "UploadPartCopy")).not.toContain("aa 1");
  expect(cloud.bucket("to").keys()).toEqual(cloud.bucket("from").keys());
});

test("a saved plan is gone on with: what is done is not refused as changed", async () => {
  const directory = temporaryDirectory();
  const planFile = join(temporaryDirectory(), "plan");
  const cloud = cloudOf({ a: "1", b: "2", c: "3" });
  cloud.bucket("to").seed("old", "x");
  const options = { delete: true, planFile, maxConcurrentRequests: 1 };
  await run(cloud, await begun(directory), { options: { ...options, dryrun: true } });
  const signal = stoppingWhen(
    cloud,
    ({ operation, key }) => operation === "CopyObject" && key === "b",
  );
  await run(cloud, await begun(directory), { options, signal });
  expect(cloud.bucket("to").keys()).toContain("a");

  cloud.fault = () => undefined;
  cloud.bucket("from").seed("d", "not planned");
  const { exitCode } = await run(cloud, await resumed(directory), { options });
  expect(exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(["a", "b", "c"]);
});

test("a saved plan is refused when what is left of it has changed", async () => {
  const directory = temporaryDirectory();
  const planFile = join(temporaryDirectory(), "plan");
  const cloud = cloudOf({ a: "1", b: "2", c: "3" });
  const options = { planFile, maxConcurrentRequests: 1 };
  await run(cloud, await begun(directory), { options: { ...options, dryrun: true } });
  const signal = stoppingWhen(
    cloud,
    ({ operation, key }) => operation === "CopyObject" && key === "b",
  );
  await run(cloud, await begun(directory), { options, signal });
  cloud.fault = () => undefined;
  cloud.bucket("from").seed("c", "changed");
  const { events, exitCode } = await run(cloud, await resumed(directory), { options });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("`c` has changed since") as string },
  });
  expect(calls(cloud, "CopyObject")).toEqual([]);
});

describe("files", () => {
  function filled(): MemoryCloud {
    const objects: Record<string, string> = {};
    for (const directory of ["a", "b", "c/d", "e"]) {
      for (let at = 0; at < 60; at++) objects[`${directory}/${at}`] = `${directory}${at}`;
    }
    return cloudOf(objects);
  }

  test.each([
    ["download", "s3://from", "down"],
    ["upload", "down", "s3://to"],
  ])("a stopped %s goes on, and leaves nothing unfinished", async (kind, from, to) => {
    const directory = temporaryDirectory();
    const root = temporaryDirectory();
    const cloud = filled();
    for (const [key, { bytes }] of kind === "upload" ? cloud.bucket("from").objects : []) {
      mkdirSync(dirname(join(root, key)), { recursive: true });
      writeFileSync(join(root, key), bytes);
    }
    const ends = [from === "down" ? root : from, to === "down" ? root : to] as const;
    const options = { pageSize: 20, maxConcurrentRequests: 3 };
    const signal = stoppingWhen(
      cloud,
      ({ operation, key }) => operation !== "ListObjectsV2" && key === "c/d/30",
    );
    const first = await run(cloud, await begun(directory), { ends, options, signal });
    expect(first.exitCode).toBe(130);
    cloud.fault = () => undefined;
    const second = await run(cloud, await resumed(directory), { ends, options });
    expect(second.exitCode).toBe(0);
    expect(second.events.find(({ type }) => type === "resumed")).toMatchObject({
      listsAgain: false,
    });
    const names = readdirSync(root, { recursive: true, encoding: "utf8" });
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(names.length).toBe(240 + 5);
    const before = second.events.at(-1) as Extract<SyncEvent, { type: "done" }>;
    expect(before.counts.transferred + (before.before?.transferred ?? 0)).toBe(240);
  });

  test("what a killed process was writing is removed at once, and what a live one writes is not", async () => {
    const directory = temporaryDirectory();
    const root = temporaryDirectory();
    const cloud = filled();
    const killed = await begun(directory);
    await killed.uploadAsked("x");
    await killed.close("unfinished");
    const alive = await begun(directory);
    await alive.uploadAsked("x");
    const names = [killed.tag, alive.tag, "ffffffff"].map((tag) => `.sluice-${tag}01234567.part`);
    for (const name of names) writeFileSync(join(root, name), "half");
    expect((await run(cloud, await begun(directory), { ends: ["s3://from", root] })).exitCode).toBe(
      0,
    );
    expect(names.map((name) => existsSync(join(root, name)))).toEqual([false, true, true]);
    await alive.close("finished");
  });

  test("a download is listed from the start when the machine was started anew", async () => {
    const directory = temporaryDirectory();
    const cloud = filled();
    const ends = ["s3://from", temporaryDirectory()] as const;
    const options = { pageSize: 20, maxConcurrentRequests: 1 };
    const signal = stoppingWhen(cloud, ({ key }) => key === "c/d/30");
    const journal = await begun(directory);
    await run(cloud, journal, { ends, options, signal });
    const path = join(directory, `${journal.id}.jsonl`);
    const [first = "", ...rest] = readFileSync(path, "utf8").split("\n");
    const record = readJournalLine(first) as RunRecord;
    writeFileSync(path, journalLine({ ...record, boot: "another" }) + rest.join("\n"));
    cloud.fault = () => undefined;
    const { events, exitCode } = await run(cloud, await resumed(directory), { ends, options });
    expect(exitCode).toBe(0);
    expect(events.find(({ type }) => type === "resumed")).toMatchObject({ listsAgain: true });
    expect(events.at(-1)).toMatchObject({ counts: { sourceEntries: 240 } });
  });
});

describe("a run whose `--verify` finds what times and sizes do not show", () => {
  const verify: Partial<SyncOptions> = { verify: true };
  const differing = (): MemoryCloud => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("new", "1");
    cloud.bucket("from").seed("same-size", "1", { modifiedMs: 0 });
    cloud.bucket("to").seed("same-size", "2");
    return cloud;
  };

  test("is over: going on would leave that alone, and comparing by content does not", async () => {
    const [directory, cloud] = [temporaryDirectory(), differing()];
    const first = await run(cloud, await begun(directory), { options: verify });
    expect(first.exitCode).toBe(1);
    expect(first.events.map(({ type }) => type)).not.toContain("resumable");
    expect(readdirSync(directory)).toEqual([]);
    const options = { ...verify, checksum: true };
    const again = await run(cloud, await begun(directory), { options });
    expect(again.exitCode).toBe(0);
  });

  test("is gone on with where something failed beside that", async () => {
    const [directory, cloud] = [temporaryDirectory(), differing()];
    cloud.fault = ({ operation, key }) =>
      operation === "CopyObject" && key === "new" ? refusal("CopyObject") : undefined;
    const first = await run(cloud, await begun(directory), { options: verify });
    expect(first.events.at(-2)).toMatchObject({ type: "resumable" });
    cloud.fault = () => undefined;
    const second = await run(cloud, await resumed(directory), { options: verify });
    expect(second.exitCode).toBe(1);
    expect(second.events.at(-2)).toMatchObject({ type: "mismatch", reason: "content" });
    expect(readdirSync(directory)).toEqual([]);
  });
});
