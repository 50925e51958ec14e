import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ObjectBody, SyncOptions } from "../../src/sync/index.ts";
import { runSync } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf, sync, temporaryDirectory } from "./run.ts";

const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 } as const;
const LARGE = "x".repeat(30);
const COPY = ["s3://from", "s3://to"] as const;

function cloudOf(objects: Readonly<Record<string, string>>): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const [key, body] of Object.entries(objects)) cloud.bucket("from").seed(key, body);
  return cloud;
}

function directoryOf(files: Readonly<Record<string, string>>): string {
  const root = temporaryDirectory();
  for (const [name, body] of Object.entries(files)) writeFileSync(join(root, name), body);
  return root;
}

test("a refused put fails that object, and the others go on", async () => {
  const cloud = new MemoryCloud();
  cloud.fault = ({ operation, key }) =>
    operation === "PutObject" && key === "a" ? refusal("PutObject") : undefined;
  const { lines, exitCode } = await sync(cloud, [directoryOf({ a: "1", b: "2" }), "s3://to"]);
  expect(exitCode).toBe(1);
  expect(lines.map((line) => line.replace(/: \S+ to/, ": ./x to")).sort()).toEqual([
    "upload failed: ./x to s3://to/a An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
    "upload: ./x to s3://to/b",
  ]);
});

test.each<readonly [string, Partial<SyncOptions>]>([
  ["UploadPart", { through: "stream" }],
  ["UploadPartCopy", { through: "copy" }],
  ["CompleteMultipartUpload", { through: "copy" }],
])("a refused %s aborts the upload", async (refused, options) => {
  const cloud = cloudOf({ a: LARGE });
  cloud.fault = ({ operation }) => (operation === refused ? refusal(operation) : undefined);
  const { lines, exitCode } = await sync(cloud, COPY, { ...SMALL_PARTS, ...options });
  expect(exitCode).toBe(1);
  expect(lines).toEqual([
    `copy failed: s3://from/a to s3://to/a An error occurred (AccessDenied) when calling the ${refused} operation: Access Denied`,
  ]);
  expect(cloud.operations().at(-1)).toBe("AbortMultipartUpload");
  expect(cloud.bucket("to").uploads.size).toBe(0);
});

test("an abort that is refused too is told, because the parts stay", async () => {
  const cloud = cloudOf({ a: LARGE });
  cloud.fault = ({ operation }) =>
    ["UploadPartCopy", "AbortMultipartUpload"].includes(operation) ? refusal(operation) : undefined;
  const { lines, exitCode } = await sync(cloud, COPY, SMALL_PARTS);
  expect(exitCode).toBe(1);
  expect(lines[0]).toMatch(/^warning: .* s3:\/\/to\/a: its parts stay .* AbortMultipartUpload/);
});

test.each(["from", "to"])(
  "page 2 of bucket `%s` refused is fatal and deletes nothing",
  async (denied) => {
    const cloud = cloudOf({ a: "1", b: "2", c: "3" });
    for (const key of ["a", "old", "older"]) cloud.bucket("to").seed(key, "old");
    const from = cloud.bucket(denied);
    const listPage = from.listPage.bind(from);
    let pages = 0;
    from.listPage = (options) =>
      ++pages === 2 ? Promise.reject(refusal("ListObjectsV2")) : listPage(options);
    const { lines, exitCode } = await sync(cloud, COPY, { delete: true, pageSize: 1 });
    expect(exitCode).toBe(1);
    expect(lines.at(-1)).toBe(
      "fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied",
    );
    expect(cloud.operations()).not.toContain("DeleteObject");
    expect(cloud.bucket("to").keys()).toEqual(expect.arrayContaining(["a", "old", "older"]));
  },
);

test("an empty source does not empty the destination", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("to").seed("a", "1");
  const refused = await sync(cloud, ["s3://from/typo", "s3://to"], { delete: true });
  expect(refused.exitCode).toBe(2);
  expect(refused.lines).toEqual([
    "fatal error: refused to delete 1 objects from `s3://to/`: the source `s3://from/typo` is empty; if that is right, say so with `--allow-empty-source`",
  ]);
  expect(cloud.bucket("to").keys()).toEqual(["a"]);
  const meant = { delete: true, allowEmptySource: true };
  expect((await sync(cloud, ["s3://from/typo", "s3://to"], meant)).exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual([]);
});

test("an empty source without deletions is nothing to complain about", async () => {
  const cloud = new MemoryCloud();
  expect((await sync(cloud, COPY, { delete: true })).exitCode).toBe(0);
});

test("deletions come after every transfer, and a refused one fails alone", async () => {
  const cloud = cloudOf({ b: "1", c: "2" });
  for (const key of ["a", "z"]) cloud.bucket("to").seed(key, "old");
  cloud.fault = ({ operation, key }) =>
    operation === "DeleteObject" && key === "a" ? refusal("DeleteObject") : undefined;
  const { lines, exitCode } = await sync(cloud, COPY, { delete: true });
  expect(exitCode).toBe(1);
  expect(lines.slice(2).sort()).toEqual([
    "delete failed: s3://to/a An error occurred (AccessDenied) when calling the DeleteObject operation: Access Denied",
    "delete: s3://to/z",
  ]);
});

test("nothing is deleted after a transfer that failed", async () => {
  const cloud = cloudOf({ renamed: "1" });
  cloud.bucket("to").seed("original", "1");
  cloud.fault = ({ operation }) => (operation === "CopyObject" ? refusal("CopyObject") : undefined);
  const { lines, exitCode } = await sync(cloud, COPY, { delete: true });
  expect(exitCode).toBe(1);
  expect(lines.at(-1)).toBe(
    "warning: nothing was deleted (1 to delete), because 1 of the transfers failed",
  );
  expect(cloud.bucket("to").keys()).toEqual(["original"]);
});

test.each([1, 3])("%i requests at most are in flight, parts included", async (limit) => {
  const cloud = cloudOf({ a: LARGE, b: LARGE, c: "1", d: "2", e: "3" });
  await sync(cloud, COPY, { ...SMALL_PARTS, maxConcurrentRequests: limit });
  const listings = 2;
  expect(cloud.mostRunning).toBeLessThanOrEqual(limit + listings);
  expect(cloud.bucket("to").keys()).toEqual(["a", "b", "c", "d", "e"]);
});

/** Makes reads of a bucket break off after a few bytes, the first `times` times. */
function breakReads(cloud: MemoryCloud, times: number): void {
  const from = cloud.bucket("from");
  const get = from.getObject.bind(from);
  let left = times;
  from.getObject = async (key, options): Promise<ObjectBody> => {
    const body = await get(key, options);
    return left-- > 0 ? { ...body, bytes: cut(body.bytes) } : body;
  };
}

async function* cut(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield chunk;
    throw new Error("read ECONNRESET");
  }
}

/** What is flushed to disk is not read at one go. */
const STREAMED = { fsync: true };

test.each<readonly [string, Partial<SyncOptions>]>([
  ["whole", STREAMED],
  ["in parts", SMALL_PARTS],
])("a body that breaks off is read again, %s", async (_name, options) => {
  const root = temporaryDirectory();
  const cloud = cloudOf({ a: "abcdefghij".repeat(3) });
  breakReads(cloud, 4);
  expect((await sync(cloud, ["s3://from", root], options)).exitCode).toBe(0);
  expect(readFileSync(join(root, "a"), "utf8")).toBe("abcdefghij".repeat(3));
});

test("a body that breaks off five times fails, and the old file stays", async () => {
  const root = directoryOf({ a: "old" });
  const cloud = cloudOf({ a: LARGE });
  breakReads(cloud, 5);
  const { lines, exitCode } = await sync(cloud, ["s3://from", root], STREAMED);
  expect(exitCode).toBe(1);
  expect(lines).toEqual(["download failed: s3://from/a to ./a read ECONNRESET"]);
  expect(readdirSync(root)).toEqual(["a"]);
  expect(readFileSync(join(root, "a"), "utf8")).toBe("old");
});

test("a body of another length than announced is not taken for whole", async () => {
  const root = temporaryDirectory();
  const cloud = cloudOf({ a: "short" });
  const from = cloud.bucket("from");
  const get = from.getObject.bind(from);
  from.getObject = async (key, options) => ({ ...(await get(key, options)), size: 9 });
  const { lines } = await sync(cloud, ["s3://from", root], STREAMED);
  expect(lines).toEqual([expect.stringMatching(/did not have the 9 bytes that were announced$/)]);
  expect(readdirSync(root)).toEqual([]);
});

test.each<readonly [string, readonly [string, string], Partial<SyncOptions>]>([
  ["copied in parts", COPY, SMALL_PARTS],
  ["streamed", COPY, { through: "stream" }],
  ["streamed in parts", COPY, { ...SMALL_PARTS, through: "stream" }],
])("an object that is replaced after it was listed is not %s", async (_name, ends, options) => {
  const cloud = cloudOf({ a: LARGE });
  cloud.fault = ({ operation }) => {
    if (operation !== "ListObjectsV2") cloud.bucket("from").seed("a", "y".repeat(30));
    return undefined;
  };
  const { lines, exitCode } = await sync(cloud, ends, options);
  expect(exitCode).toBe(1);
  expect(lines).toEqual([expect.stringContaining("(PreconditionFailed)")]);
  expect(cloud.bucket("to").keys()).toEqual([]);
  expect(cloud.bucket("to").uploads.size).toBe(0);
});

test("uploads carry what was asked for, and the type that their name says", async () => {
  const cloud = new MemoryCloud();
  const root = directoryOf({ "a.html": "1", b: "2" });
  await sync(cloud, [root, "s3://to"], { write: { storageClass: "GLACIER_IR" } });
  expect(cloud.bucket("to").objects.get("a.html")).toMatchObject({
    description: { contentType: "text/html" },
    storageClass: "GLACIER_IR",
  });
  expect(cloud.bucket("to").objects.get("b")?.description).toEqual({});
});

test.each<readonly [Partial<SyncOptions>, number, number]>([
  [{}, 2, 0],
  [{ ignoreGlacierWarnings: true }, 0, 0],
  [{ forceGlacierTransfer: true }, 0, 1],
])("archived objects with %j end with code %i", async (options, code, copies) => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", "1", { storageClass: "DEEP_ARCHIVE" });
  const { exitCode } = await sync(cloud, COPY, options);
  expect(exitCode).toBe(code);
  expect(cloud.bucket("to").keys()).toHaveLength(copies);
});

test("an interrupt stops the run, cleans up, and ends with 130", async () => {
  const cloud = cloudOf({ a: LARGE, b: LARGE, c: "1" });
  const interrupt = new AbortController();
  cloud.fault = ({ operation, detail }) => {
    if (operation === "UploadPartCopy" && detail === "2") interrupt.abort();
    return undefined;
  };
  const job = jobOf(cloud, COPY, { ...SMALL_PARTS, delete: true });
  cloud.bucket("to").seed("old", "1");
  const { lines, exitCode } = await outcomeOf({ ...job, signal: interrupt.signal });
  expect(exitCode).toBe(130);
  expect(lines.at(-1)).toBe("cancelled: ctrl-c received");
  expect(lines.filter((line) => line.includes("failed"))).toEqual([]);
  expect(cloud.bucket("to").uploads.size).toBe(0);
  expect(cloud.bucket("to").keys()).toContain("old");
});

test("a signal that is aborted already lets nothing start", async () => {
  const cloud = cloudOf({ a: "1" });
  const { exitCode } = await outcomeOf({ ...jobOf(cloud, COPY), signal: AbortSignal.abort() });
  expect(exitCode).toBe(130);
  expect(cloud.bucket("to").keys()).toEqual([]);
});

test("to stop reading is to stop the run", async () => {
  const cloud = cloudOf(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, "1"])));
  for await (const event of runSync(jobOf(cloud, COPY, { maxConcurrentRequests: 2 }))) {
    if (event.type === "transferred") break;
  }
  expect(cloud.bucket("to").keys().length).toBeLessThan(300);
  expect(cloud.running).toBe(0);
});

test("parts of two versions of an object do not become one file", async () => {
  const root = directoryOf({ a: "old" });
  const cloud = cloudOf({ a: LARGE });
  cloud.fault = ({ detail }) => {
    if (detail === "9-17") cloud.bucket("from").seed("a", "y".repeat(30));
    return undefined;
  };
  const { lines, exitCode } = await sync(cloud, ["s3://from", root], SMALL_PARTS);
  expect(exitCode).toBe(1);
  expect(lines).toEqual([expect.stringContaining("(PreconditionFailed)")]);
  expect(readdirSync(root)).toEqual(["a"]);
  expect(readFileSync(join(root, "a"), "utf8")).toBe("old");
});
