import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { combineSums, type ObjectBody, sumOf, type SyncOptions } from "../../src/sync/index.ts";
import { type MemoryBucket, MemoryCloud } from "../support/memory-bucket.ts";
import { sync, temporaryDirectory } from "./run.ts";

const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 } as const;
const LARGE = "abcdefghijklmnopqrstuvwxyz0123";

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "%s of pieces adds up to that of the whole, however it is cut",
  (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        const sums = pieces.map((piece) => ({
          value: sumOf(algorithm, piece).value,
          length: piece.length,
        }));
        expect(combineSums(algorithm, sums)).toEqual(sumOf(algorithm, Buffer.concat(pieces)));
      }),
      { numRuns: 60 },
    );
  },
);

test("hashes do not add up", () => {
  expect(combineSums("SHA256", [])).toBeUndefined();
});

/** Turns the first byte of everything that is read into another. */
function corruptReads(bucket: MemoryBucket): void {
  const getObject = bucket.getObject.bind(bucket);
  bucket.getObject = async (key, options): Promise<ObjectBody> => {
    const body = await getObject(key, options);
    return { ...body, bytes: corrupted(body.bytes) };
  };
}

async function* corrupted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Uint8Array.from(chunk, (byte) => byte ^ 1);
}

describe.each(["CRC32", "CRC64NVME", "SHA256", "MD5"] as const)(
  "a download in parts with a %s",
  (algorithm) => {
    function stage(): MemoryCloud {
      const cloud = new MemoryCloud();
      const sums = [sumOf(algorithm, Buffer.from(LARGE))];
      cloud.bucket("from").seed("a", LARGE, { sums });
      return cloud;
    }

    test("is verified whole", async () => {
      const root = temporaryDirectory();
      const { exitCode } = await sync(stage(), ["s3://from", root], SMALL_PARTS);
      expect(exitCode).toBe(0);
      expect(readFileSync(join(root, "a"), "utf8")).toBe(LARGE);
    });

    test("never takes its name when a byte is another", async () => {
      const cloud = stage();
      corruptReads(cloud.bucket("from"));
      const root = temporaryDirectory();
      writeFileSync(join(root, "a"), "old");
      const { exitCode, lines } = await sync(cloud, ["s3://from", root], SMALL_PARTS);
      expect(exitCode).toBe(1);
      expect(lines[0]).toContain(`the ${algorithm} of what arrived is`);
      expect(readdirSync(root)).toEqual(["a"]);
      expect(readFileSync(join(root, "a"), "utf8")).toBe("old");
    });
  },
);

describe.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "an object with a %s, streamed in parts",
  (algorithm) => {
    const options = { ...SMALL_PARTS, through: "stream" } as const;

    function stage(): MemoryCloud {
      const cloud = new MemoryCloud();
      const sums = [sumOf(algorithm, Buffer.from(LARGE))];
      cloud.bucket("from").seed("a", LARGE, { sums });
      cloud.bucket("to").seed("a", "old");
      return cloud;
    }

    test("is verified whole", async () => {
      const cloud = stage();
      expect((await sync(cloud, ["s3://from", "s3://to"], options)).exitCode).toBe(0);
      expect(cloud.bucket("to").text("a")).toBe(LARGE);
    });

    test("never replaces the old one when a byte is another", async () => {
      const cloud = stage();
      corruptReads(cloud.bucket("from"));
      const { exitCode, lines } = await sync(cloud, ["s3://from", "s3://to"], options);
      expect(exitCode).toBe(1);
      expect(lines[0]).toContain(`the ${algorithm} of what arrived is`);
      expect(cloud.bucket("to").text("a")).toBe("old");
      expect(cloud.bucket("to").uploads.size).toBe(0);
    });
  },
);

test("a copy in parts under a customer's key is completed with that key", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", LARGE);
  const sseCustomer = { algorithm: "AES256", key: Buffer.alloc(32, 7) };
  const complete = vi.spyOn(cloud.bucket("to"), "completeMultipartUpload");
  await sync(cloud, ["s3://from", "s3://to"], { ...SMALL_PARTS, write: { sseCustomer } });
  expect(complete.mock.lastCall?.[2]).toMatchObject({ sseCustomer });
});

describe.each<readonly [string, Partial<SyncOptions>]>([
  ["whole", {}],
  ["in parts", SMALL_PARTS],
])("a copy %s", (_name, options) => {
  function stage(written: string): MemoryCloud {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("a", LARGE, { etag: "kms" });
    const to = cloud.bucket("to");
    const answer = { etag: "other", sums: [sumOf("CRC32", Buffer.from(written))] };
    const copyObject = to.copyObject.bind(to);
    const complete = to.completeMultipartUpload.bind(to);
    to.copyObject = async (...rest) => ({ ...(await copyObject(...rest)), ...answer });
    to.completeMultipartUpload = async (...rest) => ({
      ...(await complete(...rest)),
      ...answer,
    });
    return cloud;
  }

  test("with another checksum than its source has failed", async () => {
    const { exitCode, lines } = await sync(stage("?"), ["s3://from", "s3://to"], options);
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain("their checksums differ");
    expect(lines[0]).toContain("with `--checksum`");
  });

  test("with another ETag and the same checksum is right", async () => {
    const cloud = stage(LARGE);
    const { exitCode } = await sync(cloud, ["s3://from", "s3://to"], options);
    expect(exitCode).toBe(0);
  });
});

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "parts that S3 copied with another %s than their source's never replace the old object",
  async (algorithm) => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("a", LARGE, { sums: [sumOf(algorithm, Buffer.from("other"))] });
    cloud.bucket("to").seed("a", "old");
    const { exitCode, lines } = await sync(cloud, ["s3://from", "s3://to"], SMALL_PARTS);
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain(`the ${algorithm} of its copied parts is not what S3 has of it`);
    expect(cloud.bucket("to").text("a")).toBe("old");
    expect(cloud.bucket("to").uploads.size).toBe(0);
  },
);

test("a copy with its source's ETag asks nothing more", async () => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", LARGE);
  await sync(cloud, ["s3://from", "s3://to"]);
  expect(cloud.operations()).toEqual(["ListObjectsV2", "ListObjectsV2", "CopyObject"]);
});

describe("`--verify`", () => {
  test.each<readonly [string, Partial<SyncOptions>, readonly string[]]>([
    ["finds one byte that times and sizes do not show", {}, ["content s3://to/same-size"]],
    [
      "finds what should have been deleted, if it should have been",
      { delete: true, filters: [{ kind: "exclude", pattern: "never" }] },
      ["content s3://to/same-size"],
    ],
  ])("%s", async (_name, options, want) => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("new", "1");
    cloud.bucket("from").seed("same-size", "1", { modifiedMs: 0 });
    cloud.bucket("to").seed("same-size", "2");
    cloud.bucket("to").seed("never", "3");
    const ends = ["s3://from", "s3://to"] as const;
    const { events, exitCode, lines } = await sync(cloud, ends, { verify: true, ...options });
    const found = events.flatMap((event) =>
      event.type === "mismatch" && event.to.kind === "s3"
        ? [`${event.reason} s3://${event.to.bucket}/${event.to.key}`]
        : [],
    );
    expect(found).toEqual(want);
    expect(exitCode).toBe(1);
    expect(lines).toContain(
      "verify failed: s3://from/same-size to s3://to/same-size has another content",
    );
  });

  test("reads both sides where no sum tells, and is content with what is right", async () => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("k", "1", { etag: "x-2", sums: [], modifiedMs: 0 });
    cloud.bucket("to").seed("k", "1", { etag: "y-2", sums: [] });
    const { exitCode, lines } = await sync(cloud, ["s3://from", "s3://to"], { verify: true });
    expect(lines).toEqual([]);
    expect(exitCode).toBe(0);
    expect(cloud.operations().filter((operation) => operation === "GetObject")).toHaveLength(2);
  });

  test.each(["upload", "download"] as const)("holds for an %s", async (direction) => {
    const cloud = new MemoryCloud();
    const root = temporaryDirectory();
    const ends = direction === "upload" ? [root, "s3://b"] : ["s3://b", root];
    writeFileSync(join(root, "new"), "1");
    cloud.bucket("b").seed("only", "1");
    const filters = [
      { kind: "exclude", pattern: direction === "upload" ? "only" : "new" },
    ] as const;
    const run = [ends[0] ?? "", ends[1] ?? ""] as const;
    const { exitCode } = await sync(cloud, run, { verify: true, filters });
    expect(exitCode).toBe(0);
    writeFileSync(join(root, direction === "upload" ? "new" : "only"), "2");
    const sizeOnly = { verify: true, filters, sizeOnly: true };
    const again = await sync(cloud, run, sizeOnly);
    expect(again.exitCode).toBe(1);
    expect(again.lines.join()).toContain("has another content");
  });
});
