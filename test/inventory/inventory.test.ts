import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { inventoryListing } from "../../src/sync/inventory/inventory-listing.ts";
import { sortedEntries } from "../../src/sync/inventory/sorted-entries.ts";
import type { Entry, SyncJob, SyncOptions } from "../../src/sync/index.ts";
import { sightingsIn } from "../../src/sync/listing/side-listing.ts";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf } from "../sync/run.ts";
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

test("a file that S3 refuses is named, with what to do, and with AWS's own text at the end", async () => {
  const cloud = new MemoryCloud();
  const store = cloud.bucket("lists");
  const published = publish({ "1.csv.gz": gzipSync("") }, { sourceBucket: "source" });
  for (const [key, body] of published) store.seed(key, body);
  const denied = refusal("GetObject");
  cloud.fault = ({ key }) => (key.endsWith("1.csv.gz") ? denied : undefined);
  const inventory = { place: { kind: "s3", bucket: "lists", prefix: MANIFEST }, store } as const;
  const scope = { bucket: "source", prefix: "", signal: new AbortController().signal };
  const listing = inventoryListing(inventory, scope)[Symbol.asyncIterator]();
  await expect(listing.next()).rejects.toMatchObject({
    name: "Error",
    cause: denied,
    message: `cannot list the source by the inventory \`s3://lists/${MANIFEST}\`: its \`inv/source/daily/data/1.csv.gz\` may not be read, or is not there, which S3 tells only to whoever may list the bucket; \`sluice check\` with the same options says what is lacking: ${denied.message}`,
  });
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

/** A sync by an inventory that knows of `old` and not of `later`. */
function agedJob(cloud: MemoryCloud, options: Partial<SyncOptions>): SyncJob {
  cloud.bucket("source").seed("old", "1");
  cloud.bucket("source").seed("later", "2");
  const etag = createHash("md5").update("1").digest("hex");
  const line = `"source","old","1","2026-01-02T03:04:05.000Z","${etag}"\n`;
  const fileSchema = "Bucket, Key, Size, LastModifiedDate, ETag";
  const store = cloud.bucket("lists");
  const files = { "1.csv": Buffer.from(line) };
  for (const [key, body] of publish(files, { sourceBucket: "source", fileSchema })) {
    store.seed(key, body);
  }
  const place = { kind: "s3", bucket: "lists", prefix: MANIFEST } as const;
  return { ...jobOf(cloud, ["s3://source", "s3://to"], options), inventory: { place, store } };
}

test("--verify looks into the bucket itself: what came after the inventory is missing", async () => {
  const { events, exitCode } = await outcomeOf(agedJob(new MemoryCloud(), { verify: true }));
  const told = events.flatMap((event) =>
    (event.type === "transferred" || event.type === "mismatch") && event.to.kind === "s3"
      ? [`${event.type} ${event.to.key}`]
      : [],
  );
  expect(told).toEqual(["transferred old", "mismatch later"]);
  expect(exitCode).toBe(1);
});

test("the requests of a plan by an inventory are those that the run sends: its files are read, its bucket is not listed", async () => {
  const cloud = new MemoryCloud();
  const { events } = await outcomeOf(agedJob(cloud, { dryrun: true }));
  const planned = events.flatMap((event) => (event.type === "planned" ? [event.totals] : []))[0];
  cloud.calls.length = 0;
  await outcomeOf(agedJob(cloud, {}));
  const sent = cloud.operations();
  expect(sent.toSorted()).toEqual([
    "CopyObject",
    ...["GetObject", "GetObject", "GetObject"],
    "ListObjectsV2",
  ]);
  expect(planned?.requests).toEqual({ CopyObject: 1, GetObject: 3, ListObjectsV2: 1 });
});
