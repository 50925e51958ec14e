import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type AwsError, UsageError } from "../../src/aws/index.ts";
import { inventoryListing } from "../../src/sync/inventory/inventory-listing.ts";
import { sortedEntries } from "../../src/sync/inventory/sorted-entries.ts";
import type { Entry, SyncJob, SyncOptions } from "../../src/sync/index.ts";
import { sightingsIn } from "../../src/sync/listing/side-listing.ts";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf, temporaryDirectory } from "../sync/run.ts";
import { MANIFEST, publish, type PublishedFiles } from "./publish.ts";

interface Given {
  /** The lines of its files by their names; `.gz` are compressed. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly prefix?: string;
  readonly after?: string;
  /** A file that is changed after the manifest was made. */
  readonly damaged?: string;
  /** A file that is deleted after the manifest was made. */
  readonly absent?: string;
}

type Want = { readonly entries: readonly Partial<Entry>[] } | { readonly refused: string };

function listed({ files, manifest = {}, damaged, absent, ...scope }: Given): Promise<Want> {
  const bodies = Object.entries(files).map(([name, lines]): [string, Uint8Array] => {
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(""));
    return [name, name.endsWith(".gz") ? gzipSync(text) : text];
  });
  const published = publish(Object.fromEntries(bodies), { sourceBucket: "source", ...manifest });
  const isDamaged = (key: string): boolean => damaged !== undefined && key.endsWith(damaged);
  const found = Array.from(published, ([key, body]): [string, Uint8Array] => [
    key,
    isDamaged(key) ? Buffer.from("not what was published") : body,
  ]);
  const left = found.filter(([key]) => absent === undefined || !key.endsWith(absent));
  return listedOf(new Map(left), scope);
}

async function listedOf(
  published: PublishedFiles,
  { prefix = "", after }: Pick<Given, "prefix" | "after"> = {},
): Promise<Want> {
  const store = new MemoryCloud().bucket("lists");
  for (const [key, body] of published) store.seed(key, body);
  const inventory = { place: { kind: "s3", bucket: "lists", prefix: MANIFEST }, store } as const;
  const { signal } = new AbortController();
  const scope = { bucket: "source", prefix, after, signal };
  const entries: Entry[] = [];
  try {
    for await (const page of inventoryListing(inventory, scope)) {
      entries.push(...(sightingsIn(page) as readonly Entry[]));
    }
    return { entries };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { refused: error.message };
  }
}

test.each(loadCorpus<Given, Want>("inventories"))("%s", async (_, { given, want }) => {
  const expected =
    "refused" in want ? { refused: expect.stringContaining(want.refused) as string } : want;
  expect(await listed(given)).toEqual(expected);
});

const entry = (key: string): Entry => ({ key, size: key.length, modifiedMs: 1 });

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

test("what does not fit into memory is sorted on disk, in as many rounds as it takes, each key once", async () => {
  const keys = Array.from({ length: 400 }, (_, i) => `k${(i * 271) % 397}😀～`);
  const files = [keys.slice(0, 150), keys.slice(150, 151), keys.slice(151)];
  const limits = { inMemory: 7, fanIn: 3 };
  const sorted: Entry[] = [];
  const given = each(files.map((file) => each(file.map(entry))));
  for await (const one of sortedEntries(given, limits)) sorted.push(one);
  const bytes = (key: string): Buffer => Buffer.from(key);
  const wanted = [...new Set(keys)].sort((a, b) => bytes(a).compare(bytes(b)));
  expect(sorted).toEqual(wanted.map(entry));
});

// Written by hyparquet-writer 0.17.0 with the columns of the S3 User Guide (Inventory manifest, Parquet), in three row groups.
const PARQUET = readFileSync(join(import.meta.dirname, "objects.parquet"));

function inParquet(fields: Readonly<Record<string, unknown>>, body: Uint8Array): Promise<Want> {
  const manifest = { sourceBucket: "source", fileFormat: "Parquet", fileSchema: "m", ...fields };
  return listedOf(publish({ "1.parquet": body }, manifest));
}

test("Parquet shows the current objects, their keys as they are", async () => {
  expect(await inParquet({}, PARQUET)).toEqual({
    entries: [
      { key: "a", size: 1, modifiedMs: 1767323045000, etag: "e1", storageClass: "STANDARD" },
      {
        ...{ key: "b", size: 5_000_000_001, modifiedMs: 1767323045000 },
        ...{ etag: "e4", storageClass: "STANDARD" },
      },
      { key: "z/ü,+", size: 3, modifiedMs: 1767323045000, etag: "e0", storageClass: "STANDARD" },
    ],
  });
});

test("a Parquet file that is not what the manifest says is not read", async () => {
  const files = [{ key: "inv/source/daily/data/1.parquet", size: 1, MD5checksum: "0" }];
  expect(await inParquet({ files }, PARQUET)).toEqual({
    refused: expect.stringContaining("1.parquet` is not what the manifest's MD5 says") as string,
  });
});

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

test("--verify looks into the bucket itself: what came after the inventory is missing", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("source").seed("old", "1");
  cloud.bucket("source").seed("later", "2");
  const line = '"source","old","1","2026-01-02T03:04:05.000Z"\n';
  const fileSchema = "Bucket, Key, Size, LastModifiedDate";
  const lists = cloud.bucket("lists");
  for (const [key, body] of publish(
    { "1.csv": Buffer.from(line) },
    { sourceBucket: "source", fileSchema },
  )) {
    lists.seed(key, body);
  }
  const inventory = { place: { kind: "s3", bucket: "lists", prefix: MANIFEST }, store: lists };
  const job = jobOf(cloud, ["s3://source", "s3://to"], { verify: true });
  const { events, exitCode } = await outcomeOf({ ...job, inventory } as typeof job);
  const told = events.flatMap((event) =>
    (event.type === "transferred" || event.type === "mismatch") && event.to.kind === "s3"
      ? [`${event.type} ${event.to.key}`]
      : [],
  );
  expect(told).toEqual(["transferred old", "mismatch later"]);
  expect(exitCode).toBe(1);
});
