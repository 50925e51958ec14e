import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { sync, temporaryDirectory } from "./run.ts";

const NO_OVERWRITE: Partial<SyncOptions> = { noOverwrite: true, write: { ifNoneMatch: "*" } };
const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 };

test("`--no-overwrite` leaves alone whatever the destination has", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("both", "new and longer");
  cloud.bucket("from").seed("only", "1");
  cloud.bucket("to").seed("both", "old");
  const { exitCode } = await sync(cloud, ["s3://from", "s3://to"], NO_OVERWRITE);
  expect(exitCode).toBe(0);
  expect(cloud.bucket("to").text("both")).toBe("old");
  expect(cloud.bucket("to").text("only")).toBe("1");
});

test.each<readonly [string, Partial<SyncOptions>]>([
  ["copy", {}],
  ["stream", { through: "stream" }],
])("`--no-overwrite` holds under races, small and in parts: %s", async (_name, options) => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("small", "1");
  cloud.bucket("from").seed("large", "x".repeat(30));
  cloud.fault = ({ operation }) => {
    if (/^(?:CopyObject|PutObject|CreateMultipartUpload)$/.test(operation)) {
      cloud.bucket("to").seed("small", "theirs");
      cloud.bucket("to").seed("large", "theirs");
    }
    return undefined;
  };
  const given = { ...NO_OVERWRITE, ...SMALL_PARTS, ...options };
  const { exitCode, lines } = await sync(cloud, ["s3://from", "s3://to"], given);
  expect(exitCode).toBe(2);
  expect(lines.filter((line) => line.includes("written by another"))).toHaveLength(2);
  expect(cloud.bucket("to").text("small")).toBe("theirs");
  expect(cloud.bucket("to").text("large")).toBe("theirs");
  expect(cloud.bucket("to").uploads.size).toBe(0);
});

test("`--no-overwrite` takes a copy for done whose answer was lost", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", "1");
  const to = cloud.bucket("to");
  const copyObject = to.copyObject.bind(to);
  to.copyObject = async (...copied) => {
    await copyObject(...copied);
    return copyObject(...copied);
  };
  const { exitCode, lines } = await sync(cloud, ["s3://from", "s3://to"], NO_OVERWRITE);
  expect(lines).toEqual(["copy: s3://from/a to s3://to/a"]);
  expect(exitCode).toBe(0);
});

test("`--no-overwrite` of a download does not replace a file that came to be meanwhile", async () => {
  const cloud = new MemoryCloud();
  const root = temporaryDirectory();
  cloud.bucket("from").seed("a", "ours");
  cloud.fault = ({ operation }) => {
    if (operation === "GetObject") writeFileSync(join(root, "a"), "theirs");
    return undefined;
  };
  const { exitCode } = await sync(cloud, ["s3://from", root], NO_OVERWRITE);
  expect(exitCode).toBe(2);
  expect(readdirSync(root)).toEqual(["a"]);
  expect(readFileSync(join(root, "a"), "utf8")).toBe("theirs");
});

test("a run that would delete most of a large destination is refused, and told how to allow it", async () => {
  const cloud = new MemoryCloud();
  for (let number = 0; number < 1_001; number++) cloud.bucket("to").seed(`k${number}`, "1");
  cloud.bucket("from").seed("other", "1");
  const ends = ["s3://from", "s3://to"] as const;
  const { exitCode, events } = await sync(cloud, ends, { delete: true });
  expect(exitCode).toBe(2);
  const fatal = events.flatMap((event) => (event.type === "fatal" ? event.error.message : []));
  expect(fatal).toEqual([
    "refused to delete 1001 of 1001 objects from `s3://to/`: the limit is 1000; if it is right, allow it with `--max-delete 1001`",
  ]);
  expect(cloud.bucket("to").keys()).toHaveLength(1_002);
  expect((await sync(cloud, ends, { delete: true, maxDelete: 1_001 })).exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(["other"]);
});

test("`--max-delete 0` deletes nothing", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", "1");
  cloud.bucket("to").seed("b", "1");
  const { exitCode } = await sync(cloud, ["s3://from", "s3://to"], { delete: true, maxDelete: 0 });
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a", "b"]);
});

test("what a killed download left is removed a day later, and not while it may go on", async () => {
  const cloud = new MemoryCloud();
  const root = temporaryDirectory();
  const [old, fresh] = [".sluice-0000000000000000.part", ".sluice-1111111111111111.part"];
  for (const name of [old, fresh]) writeFileSync(join(root, name), "half");
  const dayAgo = Date.now() / 1000 - 25 * 60 * 60;
  utimesSync(join(root, old), dayAgo, dayAgo);
  cloud.bucket("from").seed("a", "1");
  await sync(cloud, ["s3://from", root]);
  expect(readdirSync(root).sort()).toEqual([fresh, "a"]);
});
