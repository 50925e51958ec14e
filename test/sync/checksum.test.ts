import { createHash } from "node:crypto";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRunningSum, type Sum, sumOf, type SyncOptions } from "../../src/sync/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { sync, temporaryDirectory } from "./run.ts";

describe("sums", () => {
  // The check values of the CRC catalogue, for the text `123456789`.
  test.each([
    ["CRC32", "cbf43926"],
    ["CRC32C", "e3069283"],
    ["CRC64NVME", "ae8b14860a799888"],
    ["MD5", "25f9e794323b453885f5181f1b624d0b"],
    ["SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
    ["SHA256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
  ] as const)("%s of the check text", (algorithm, hex) => {
    const value = Buffer.from(hex, "hex").toString("base64");
    expect(sumOf(algorithm, Buffer.from("123456789"))).toEqual({ algorithm, value });
  });

  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA256"] as const)(
    "%s does not depend on how the bytes are cut",
    (algorithm) => {
      const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 7) % 251));
      const running = createRunningSum(algorithm);
      for (let at = 0, step = 1; at < bytes.length; at += step, step = (step % 13) + 1) {
        running.update(bytes.subarray(at, at + step));
      }
      expect(running.base64()).toBe(sumOf(algorithm, bytes).value);
    },
  );
});

interface Side {
  readonly body: string;
  /** `md5` unless said; anything else stands for the ETag of an object in parts or under KMS. */
  readonly etag?: string;
  readonly sums: readonly Sum["algorithm"][];
}

interface Given {
  readonly source: Side;
  readonly destination: Side;
}

interface Want {
  /** Why it is copied, or `same`. */
  readonly outcome: string;
  readonly heads: number;
}

function seed(cloud: MemoryCloud, bucket: string, { body, etag, sums }: Side): void {
  const bytes = Buffer.from(body);
  const md5 = createHash("md5").update(bytes).digest("hex");
  cloud.bucket(bucket).seed("k", bytes, {
    etag: etag ?? md5,
    sums: sums.map((algorithm) => sumOf(algorithm, bytes)),
    modifiedMs: bucket === "from" ? 9e12 : 0,
  });
}

test.each(loadCorpus<Given, Want>("sync-checksum"))("%s", async (_name, { given, want }) => {
  const cloud = new MemoryCloud();
  seed(cloud, "from", given.source);
  seed(cloud, "to", given.destination);
  const { events, exitCode } = await sync(cloud, ["s3://from", "s3://to"], { checksum: true });
  const reasons = events.flatMap((event) => (event.type === "transferred" ? [event.reason] : []));
  const warned = events.filter(
    (event) => event.type === "warning" && event.code === "not-comparable",
  );
  expect(reasons).toEqual(want.outcome === "same" ? [] : [want.outcome]);
  expect(warned).toHaveLength(want.outcome === "incomparable" ? 1 : 0);
  expect(exitCode).toBe(want.outcome === "incomparable" ? 2 : 0);
  const compared = cloud.operations().join(" ").split("CopyObject")[0] ?? "";
  expect(compared.split("HeadObject")).toHaveLength(want.heads + 1);
  expect(cloud.bucket("to").text("k")).toBe(given.source.body);
});

describe.each(["upload", "download"] as const)("%s with `--checksum`", (direction) => {
  test.each([
    ["an equal file, whatever its time, is left alone without a request", "1234", {}, []],
    ["one byte of difference is found", "1235", {}, ["content"]],
    ["an ETag that is no MD5 is not taken for one", "1234", { etag: "0".repeat(32) }, []],
    [
      "what has no sum is said and transferred",
      "1234",
      { etag: "0-2", sums: [] },
      ["incomparable"],
    ],
  ] as const)("%s", async (...[, body, stored, reasons]) => {
    const cloud = new MemoryCloud();
    const root = temporaryDirectory();
    mkdirSync(join(root, "d"));
    writeFileSync(join(root, "d", "k"), "1234");
    // A time that would have it transferred, were times compared.
    utimesSync(join(root, "d", "k"), 4e9, 4e9);
    cloud.bucket("b").seed("p/d/k", body, stored);
    const ends =
      direction === "upload" ? ([root, "s3://b/p"] as const) : (["s3://b/p", root] as const);
    const { events } = await sync(cloud, ends, { checksum: true });
    const found = events.flatMap((event) => (event.type === "transferred" ? [event.reason] : []));
    expect(found).toEqual(reasons);
  });
});

const DESCRIPTION = { contentType: "text/plain", metadata: { owner: "me" } };

describe("`--compare-metadata`", () => {
  test.each<readonly [string, Partial<SyncOptions>, object, number]>([
    ["equal descriptions are no difference", {}, DESCRIPTION, 0],
    ["names of metadata have no case", {}, { ...DESCRIPTION, metadata: { Owner: "me" } }, 0],
    ["another type is a difference", {}, { ...DESCRIPTION, contentType: "text/html" }, 1],
    ["missing metadata is a difference", {}, { contentType: "text/plain" }, 1],
    [
      "what a flag gives is what is wanted",
      { write: { cacheControl: "no-store" } },
      DESCRIPTION,
      1,
    ],
    ["without the flag it is not looked at", { compareMetadata: false }, {}, 0],
  ])("%s", async (...[, options, description, transfers]) => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("k", "1", { description: DESCRIPTION });
    cloud.bucket("to").seed("k", "1", { description });
    const given = { compareMetadata: true, ...options };
    const first = await sync(cloud, ["s3://from", "s3://to"], given);
    expect(first.lines).toHaveLength(transfers);
    expect(first.exitCode).toBe(0);
    const again = await sync(cloud, ["s3://from", "s3://to"], given);
    expect(again.lines).toEqual([]);
  });

  test("an upload is compared with what it would say", async () => {
    const cloud = new MemoryCloud();
    const root = temporaryDirectory();
    writeFileSync(join(root, "a.html"), "1");
    utimesSync(join(root, "a.html"), 0, 0);
    cloud.bucket("b").seed("a.html", "1", { description: { contentType: "text/plain" } });
    const first = await sync(cloud, [root, "s3://b"], { compareMetadata: true });
    expect(first.lines).toHaveLength(1);
    expect(cloud.bucket("b").objects.get("a.html")?.description).toEqual({
      contentType: "text/html",
    });
    expect((await sync(cloud, [root, "s3://b"], { compareMetadata: true })).lines).toEqual([]);
  });

  test("files have none to compare", async () => {
    const run = sync(new MemoryCloud(), ["s3://b", temporaryDirectory()], {
      compareMetadata: true,
    });
    await expect(run).rejects.toThrow("cannot compare metadata with");
  });
});
