import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type ObjectBody, readReport } from "../../src/sync/index.ts";
import { type MemoryBucket, MemoryCloud } from "../support/memory-bucket.ts";

const FOLDER = "p/job-1/";
const FILE = `${FOLDER}results/failed.csv`;

/** A bucket with a report of a job whose tasks have failed. */
function published(text: string, sum = md5(text)): MemoryBucket {
  const bucket = new MemoryCloud().bucket("reports");
  const results = [{ TaskExecutionStatus: "failed", MD5Checksum: sum, Key: FILE }];
  const manifest = JSON.stringify({ Results: results });
  bucket.seed(`${FOLDER}manifest.json`, manifest);
  bucket.seed(`${FOLDER}manifest.json.md5`, md5(manifest));
  bucket.seed(FILE, text);
  return bucket;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

async function* failedIn(store: MemoryBucket): AsyncGenerator<string> {
  for await (const { key } of (await readReport({ store, folder: FOLDER }, "failed")) ?? []) {
    yield key;
  }
}

/** How many bytes of the file each of its readers has been given, in the order that they began. */
function countReads(bucket: MemoryBucket): readonly number[] {
  const counts: number[] = [];
  const getObject = bucket.getObject.bind(bucket);
  async function* counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const reader = counts.push(0) - 1;
    for await (const piece of bytes) {
      counts[reader] = (counts[reader] ?? 0) + piece.length;
      yield piece;
    }
  }
  bucket.getObject = async (key, options): Promise<ObjectBody> => {
    const body = await getObject(key, options);
    return key === FILE ? { ...body, bytes: counted(body.bytes) } : body;
  };
  return counts;
}

const LINES = Array.from({ length: 1_000 }, (_, at) => `b,k${at},,failed,403,AccessDenied,no\n`);

test("tasks of a report that is right are told as they are read", async () => {
  const store = published(LINES.join(""));
  const reads = countReads(store);
  const tasks = failedIn(store);
  expect(await tasks.next()).toEqual({ done: false, value: "k0" });
  expect(reads[0]).toBe(LINES.join("").length);
  expect(reads[1]).toBeLessThan(100);
  let told = 1;
  for await (const key of tasks) expect(key).toBe(`k${told++}`);
  expect(told).toBe(LINES.length);
});

test.each([
  ["what it says is not told", LINES.join("")],
  ["a line that is no task is not blamed", "no task\n"],
])("of a report that is not what its MD5 says, %s", async (_, text) => {
  await expect(failedIn(published(text, md5("other"))).next()).rejects.toThrow(
    "its content is not what its MD5 says",
  );
});

test("a line that is no task is named where the report is what its MD5 says", async () => {
  await expect(failedIn(published("no task\n")).next()).rejects.toThrow("a line of it is no task");
});

test("a report that is replaced while it is read is not told of", async () => {
  const store = published(LINES.join(""));
  let reads = 0;
  store.cloud.fault = ({ operation, key }) => {
    if (operation === "GetObject" && key === FILE && ++reads === 2) store.seed(FILE, "b,x,,failed");
    return undefined;
  };
  await expect(failedIn(store).next()).rejects.toMatchObject({ code: "PreconditionFailed" });
});
