import { expect, test, vi } from "vitest";
import { DEFAULT_SYNC_OPTIONS, runStream, type SyncOptions } from "../../src/sync/index.ts";
import { partsUnderWay } from "../../src/sync/transfer/parts-under-way.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";

const SMALL_PARTS = { ...DEFAULT_SYNC_OPTIONS, partSize: 10, maxConcurrentRequests: 3 };

interface Given {
  readonly direction: "upload" | "download";
  readonly chunks?: readonly string[];
  readonly options?: SyncOptions;
  readonly expectedSize?: number;
}

async function* input(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

async function stream(
  cloud: MemoryCloud,
  given: Given,
): Promise<{ exit: number; said: string; out: string }> {
  let out = "";
  const { direction, chunks = [], options = SMALL_PARTS, ...rest } = given;
  const place = { kind: "s3", bucket: "b", prefix: "k", only: true } as const;
  const pipes = {
    input: () => input(chunks),
    output: (chunk: Uint8Array) => {
      out += Buffer.from(chunk).toString();
      return Promise.resolve();
    },
  };
  const { signal } = new AbortController();
  const store = cloud.bucket("b");
  const run = { direction, place, store, pipes, options, signal, ...rest };
  let [exit, said] = [-1, ""];
  for await (const event of runStream(run)) {
    if (event.type === "done") exit = event.exitCode;
    if (event.type === "failed") said = event.error.message;
  }
  return { exit, said, out };
}

test.each([
  [[], ["PutObject"]],
  [["0123456789"], ["PutObject"]],
  [
    ["01234", "56789ab", "cdefghijklmnopqrstuvwxyz"],
    [
      "CreateMultipartUpload",
      "UploadPart",
      "UploadPart",
      "UploadPart",
      "UploadPart",
      "CompleteMultipartUpload",
    ],
  ],
])("%j goes up in as few requests as it takes", async (chunks, operations) => {
  const cloud = new MemoryCloud();
  expect(await stream(cloud, { direction: "upload", chunks })).toMatchObject({ exit: 0, said: "" });
  expect(cloud.operations()).toEqual(operations);
  expect(cloud.bucket("b").text("k")).toBe(chunks.join(""));
});

test("the customer's key of the parts goes with their completion", async () => {
  const cloud = new MemoryCloud();
  const sseCustomer = { algorithm: "AES256", key: Buffer.alloc(32, 7) };
  const options = { ...SMALL_PARTS, write: { sseCustomer } };
  const complete = vi.spyOn(cloud.bucket("b"), "completeMultipartUpload");
  await stream(cloud, { direction: "upload", chunks: ["x".repeat(35)], options });
  expect(complete.mock.lastCall?.[2]).toMatchObject({ sseCustomer });
});

test("--expected-size makes parts large enough for 10,000 of them", async () => {
  const cloud = new MemoryCloud();
  const chunks = ["x".repeat(35)];
  await stream(cloud, { direction: "upload", chunks, expectedSize: 150_000 });
  expect(cloud.operations().filter((one) => one === "UploadPart")).toHaveLength(2);
});

test.each([
  [8, 14],
  [40, 1],
  [500, 1],
])("parts of %d MiB: %d at once, so that few bytes are held", (mebibytes, want) => {
  expect(partsUnderWay(mebibytes * 1024 * 1024)).toBe(want);
});

test("a part that fails leaves nothing behind", async () => {
  const cloud = new MemoryCloud();
  cloud.fault = ({ operation, detail }) =>
    operation === "UploadPart" && detail === "2" ? refusal(operation) : undefined;
  const chunks = ["x".repeat(35)];
  expect(await stream(cloud, { direction: "upload", chunks })).toMatchObject({ exit: 1 });
  expect(cloud.operations()).toContain("AbortMultipartUpload");
  expect(cloud.bucket("b").uploads.size).toBe(0);
});

test("an object comes down in order, and one that is not there is said so", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("b").seed("k", "0123456789abcdef");
  expect(await stream(cloud, { direction: "download" })).toMatchObject({
    exit: 0,
    out: "0123456789abcdef",
  });
  expect(await stream(new MemoryCloud(), { direction: "download" })).toEqual({
    exit: 1,
    said: "An error occurred (404) when calling the HeadObject operation: Not Found",
    out: "",
  });
});
