import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AwsError } from "../../src/aws/index.ts";
import type { SyncJob, SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf, temporaryDirectory } from "../sync/run.ts";
import { MANIFEST, publish } from "./publish.ts";

interface Stale {
  readonly to: string;
  readonly size: number;
  readonly hasEtags?: boolean;
}

/** A sync of `old` from an inventory that has another version of it, of a size. */
function staleJob(
  cloud: MemoryCloud,
  { to, size, hasEtags = true }: Stale,
  options: Partial<SyncOptions>,
): SyncJob {
  const columns = `"source","old","${size}","2026-01-02T03:04:05.000Z"`;
  const line = hasEtags ? `${columns},"${"0".repeat(32)}"\n` : `${columns}\n`;
  const fileSchema = `Bucket, Key, Size, LastModifiedDate${hasEtags ? ", ETag" : ""}`;
  const lists = cloud.bucket("lists");
  const files = { "1.csv": Buffer.from(line) };
  for (const [key, body] of publish(files, { sourceBucket: "source", fileSchema })) {
    lists.seed(key, body);
  }
  const inventory = {
    place: { kind: "s3", bucket: "lists", prefix: MANIFEST },
    store: lists,
  } as const;
  return { ...jobOf(cloud, ["s3://source", to], options), inventory };
}

const PARTS = { multipartThreshold: 10, partSize: 10 };
const NOW = "as it is now, in parts";

test.each<readonly [string, Partial<SyncOptions>, number]>([
  ["copied in parts", PARTS, 30],
  ["copied in parts, though it was small", PARTS, 3],
  ["copied whole", {}, 30],
  ["streamed", { through: "stream" }, 30],
  ["streamed in parts", { ...PARTS, through: "stream" }, 30],
])(
  "an object that was replaced after the inventory is %s as it is now",
  async (_, options, size) => {
    const cloud = new MemoryCloud();
    cloud.bucket("source").seed("old", NOW);
    const { lines, exitCode } = await outcomeOf(staleJob(cloud, { to: "s3://to", size }, options));
    expect({ lines, exitCode }).toEqual({
      lines: ["copy: s3://source/old to s3://to/old"],
      exitCode: 0,
    });
    expect(cloud.bucket("to").text("old")).toBe(NOW);
    expect(cloud.bucket("to").uploads.size).toBe(0);
  },
);

test.each([30, 3])(
  "an object that was replaced after the inventory listed %i bytes is downloaded as it is now",
  async (size) => {
    const cloud = new MemoryCloud();
    cloud.nowMs = 1_767_000_000_000;
    cloud.bucket("source").seed("old", NOW);
    const to = temporaryDirectory();
    const { lines, exitCode } = await outcomeOf(staleJob(cloud, { to, size }, PARTS));
    expect({ lines, exitCode }).toEqual({
      lines: ["download: s3://source/old to ./old"],
      exitCode: 0,
    });
    expect(readFileSync(join(to, "old"), "utf8")).toBe(NOW);
    expect(statSync(join(to, "old")).mtimeMs).toBe(cloud.nowMs);
    expect(readdirSync(to)).toEqual(["old"]);
  },
);

/** How often parts of an object are asked for whose listed version is refused, and what is told. */
async function refusedTwice(
  atHead: (cloud: MemoryCloud) => AwsError | undefined,
): Promise<{ readonly lines: readonly string[]; readonly creations: number }> {
  const cloud = new MemoryCloud();
  cloud.bucket("source").seed("old", NOW);
  let parts = 0;
  cloud.fault = ({ operation }) => {
    if (operation === "UploadPartCopy") parts++;
    return operation === "HeadObject" && parts > 0 ? atHead(cloud) : undefined;
  };
  const { lines } = await outcomeOf(staleJob(cloud, { to: "s3://to", size: 30 }, PARTS));
  const creations = cloud.operations().filter((name) => name === "CreateMultipartUpload").length;
  return { lines, creations };
}

test.each<readonly [string, (cloud: MemoryCloud) => AwsError | undefined]>([
  [
    "is gone by then",
    (cloud) => {
      cloud.bucket("source").objects.delete("old");
      return undefined;
    },
  ],
  [
    "is the listed one",
    (cloud) => {
      cloud.bucket("source").seed("old", NOW, { etag: "0".repeat(32) });
      return undefined;
    },
  ],
  ["may not be looked at", () => refusal("HeadObject")],
])("where an object that was refused for its version %s, the refusal stands", async (_, atHead) => {
  expect(await refusedTwice(atHead)).toEqual({
    lines: [expect.stringContaining("(PreconditionFailed) when calling the UploadPartCopy")],
    creations: 1,
  });
});

test("what is replaced again and again is done once more and no more", async () => {
  let versions = 0;
  const { lines, creations } = await refusedTwice((cloud) => {
    queueMicrotask(() => {
      cloud.bucket("source").seed("old", `${NOW} ${++versions}`);
    });
    return undefined;
  });
  expect(creations).toBe(2);
  expect(lines).toEqual([expect.stringContaining("(PreconditionFailed)")]);
});

/** As what was uploaded in parts: neither its MD5 nor any sum of it is known. */
const IN_PARTS = { etag: `${"1".repeat(32)}-3`, sums: [] };

/** Where an inventory that names no ETags has `old` of a size that it has no more. */
describe.each([
  ["longer", NOW.repeat(2)],
  ["shorter", NOW],
  ["soon short", "now"],
  ["empty", ""],
])("an object that is %s than an inventory without ETags says", (_, now) => {
  const hasEtags = false;

  test.each<readonly [string, Partial<SyncOptions>, number]>([
    ["copied in parts", PARTS, 30],
    ["copied in parts, though it was small", PARTS, 3],
    ["copied whole", {}, 30],
    ["streamed", { through: "stream" }, 30],
    ["streamed in parts", { ...PARTS, through: "stream" }, 30],
    ["streamed in parts, though it was small", { ...PARTS, through: "stream" }, 3],
  ])("is %s as it is now", async (__, options, size) => {
    const cloud = new MemoryCloud();
    cloud.bucket("source").seed("old", now, IN_PARTS);
    const job = staleJob(cloud, { to: "s3://to", size, hasEtags }, options);
    const { lines, exitCode } = await outcomeOf(job);
    expect({ lines, exitCode }).toEqual({
      lines: ["copy: s3://source/old to s3://to/old"],
      exitCode: 0,
    });
    expect(cloud.bucket("to").text("old")).toBe(now);
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });

  test.each([30, 3])("is downloaded as it is now where it listed %i bytes", async (size) => {
    const cloud = new MemoryCloud();
    cloud.bucket("source").seed("old", now, IN_PARTS);
    const to = temporaryDirectory();
    const { exitCode } = await outcomeOf(staleJob(cloud, { to, size, hasEtags }, PARTS));
    expect(exitCode).toBe(0);
    expect(readFileSync(join(to, "old"), "utf8")).toBe(now);
    expect(statSync(join(to, "old")).mtimeMs).toBe(cloud.nowMs);
    expect(readdirSync(to)).toEqual(["old"]);
  });
});

test.each<readonly [string, Partial<SyncOptions>]>([
  ["UploadPartCopy", PARTS],
  ["GetObject", { ...PARTS, through: "stream" }],
])(
  "two versions are never mixed where an inventory without ETags is read: %s",
  async (operation, options) => {
    const cloud = new MemoryCloud();
    const source = cloud.bucket("source");
    source.seed("old", "1".repeat(30), IN_PARTS);
    let parts = 0;
    cloud.fault = (call) => {
      if (call.operation === operation && ++parts === 2) source.seed("old", "2".repeat(30));
      return undefined;
    };
    const stale = { to: "s3://to", size: 30, hasEtags: false };
    const serial = { ...options, maxConcurrentRequests: 1 };
    const { exitCode } = await outcomeOf(staleJob(cloud, stale, serial));
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").text("old")).toBe("2".repeat(30));
  },
);

describe.each([true, false])("with ETags in the inventory: %s", (hasEtags) => {
  test.each<readonly [string, Partial<SyncOptions>]>([
    ["copied in parts", PARTS],
    ["streamed", { through: "stream" }],
    ["streamed in parts", { ...PARTS, through: "stream" }],
    ["downloaded", {}],
    ["downloaded in parts", PARTS],
  ])("what was replaced and is %s is told of with its size now", async (how, options) => {
    const cloud = new MemoryCloud();
    cloud.bucket("source").seed("old", NOW);
    const to = how.startsWith("downloaded") ? temporaryDirectory() : "s3://to";
    const { events } = await outcomeOf(staleJob(cloud, { to, size: 30, hasEtags }, options));
    const bytes = NOW.length;
    expect(events).toContainEqual(expect.objectContaining({ type: "transferred", bytes }));
    expect(events.at(-1)).toMatchObject({ counts: { transferredBytes: bytes } });
    const progress = events.filter(({ type }) => type === "progress");
    expect(progress.at(-1)).toMatchObject({ bytes, totalBytes: bytes });
  });

  test("what has grown beyond what one request copies is copied in parts", async () => {
    const cloud = new MemoryCloud();
    cloud.bucket("source").seed("old", NOW);
    cloud.fault = ({ operation }) =>
      operation === "CopyObject" ? refusal("CopyObject", "InvalidRequest", 400) : undefined;
    const stale = { to: "s3://to", size: 3, hasEtags };
    const { exitCode } = await outcomeOf(staleJob(cloud, stale, PARTS));
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").text("old")).toBe(NOW);
  });
});

test("what one request does not copy though it is as it was listed is not copied again", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("source").seed("old", "now", { etag: "0".repeat(32) });
  cloud.fault = ({ operation }) =>
    operation === "CopyObject" ? refusal("CopyObject", "InvalidRequest", 400) : undefined;
  const { lines } = await outcomeOf(staleJob(cloud, { to: "s3://to", size: 3 }, PARTS));
  expect(lines).toEqual([expect.stringContaining("(InvalidRequest) when calling the CopyObject")]);
  expect(cloud.operations().filter((operation) => operation === "CopyObject")).toHaveLength(1);
});
