import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../src/lab/state/open-store.ts";
import { s3Tables } from "../../src/lab/state/s3-tables.ts";
import type { Key, Store } from "../../src/lab/state/store.ts";
import type { DeleteMarker, StoredObject } from "../../src/lab/state/stored-object.ts";

let directory: string;
let store: Store;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-store-"));
  store = openStore({ directory, isLasting: false });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const word = fc.string({
  unit: fc.constantFrom("a", "b", "\0", "\u0001", "é", "～", "😀"),
  minLength: 1,
  maxLength: 5,
});
const pair = fc.tuple(word, word);
const bytes = (text: string): Buffer => Buffer.from(text);
const compareWords = (a: Key, b: Key): number =>
  a.map((text, i) => Buffer.compare(bytes(text), bytes(b[i] ?? ""))).find((sign) => sign !== 0) ??
  0;
const startsWith = (text: string, prefix: string): boolean =>
  bytes(text).subarray(0, bytes(prefix).length).equals(bytes(prefix));

test("rows come in the order of the bytes of their words, from and to any bound", async () => {
  const table = store.table<number>("t.rows");
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { maxLength: 40 }), word, word, async (keys, first, bound) => {
      await store.clear();
      await store.transaction(() => {
        for (const [i, key] of keys.entries()) table.put(key, i);
      });
      const all = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()].sort(
        compareWords,
      );
      const inFirst = all.filter(([a]) => a === first);
      const walk = (range: Parameters<typeof table.range>[0]): readonly Key[] =>
        [...table.range(range)].map(({ key }) => key);
      const isBefore = ([, b]: readonly [string, string]): boolean =>
        Buffer.compare(bytes(b), bytes(bound)) < 0;
      const isAt = ([, b]: readonly [string, string]): boolean => b === bound;
      expect(walk({})).toEqual(all);
      expect(walk({ reverse: true })).toEqual([...all].reverse());
      expect(walk({ within: [first] })).toEqual(inFirst);
      expect(walk({ within: [first], reverse: true, limit: 2 })).toEqual(
        [...inFirst].reverse().slice(0, 2),
      );
      expect(walk({ within: [first], from: [bound] })).toEqual(
        inFirst.filter((key) => !isBefore(key)),
      );
      expect(walk({ within: [first], after: [bound] })).toEqual(
        inFirst.filter((key) => !isBefore(key) && !isAt(key)),
      );
      expect(walk({ within: [first], before: [bound] })).toEqual(inFirst.filter(isBefore));
      expect(walk({ within: [first], before: [bound], reverse: true })).toEqual(
        inFirst.filter(isBefore).reverse(),
      );
      expect(walk({ within: [first], beyond: [bound] })).toEqual(
        inFirst.filter((key) => !isBefore(key) && !startsWith(key[1], bound)),
      );
      expect(walk({ after: [first] })).toEqual(
        all.filter(([a]) => Buffer.compare(bytes(a), bytes(first)) > 0),
      );
      expect(table.get([first, bound])).toBe(
        keys.findLastIndex((key) => key[0] === first && key[1] === bound) < 0
          ? undefined
          : keys.findLastIndex((key) => key[0] === first && key[1] === bound),
      );
    }),
    { numRuns: 200 },
  );
});

test("a transaction sees what it writes, and nothing of it is left when it throws", async () => {
  const table = store.table<{ readonly n: number }>("t.rows", { cached: true });
  await store.transaction(() => {
    table.put(["kept"], { n: 1 });
    expect(table.get(["kept"])).toEqual({ n: 1 });
  });
  const failed = store.transaction(() => {
    table.put(["kept"], { n: 2 });
    table.put(["kept"], { n: 3 });
    table.delete(["kept"]);
    table.put(["new"], { n: 4 });
    throw new Error("changed its mind");
  });
  const beside = store.transaction(() => {
    table.put(["beside"], { n: 5 });
  });
  await expect(failed).rejects.toThrow("changed its mind");
  await beside;
  expect([...table.range()]).toEqual([
    { key: ["beside"], value: { n: 5 } },
    { key: ["kept"], value: { n: 1 } },
  ]);
  expect(table.get(["kept"])).toEqual({ n: 1 });
});

test("what a transaction has read and then written is as before when it throws", async () => {
  const table = store.table<{ readonly n: number }>("t.rows");
  await store.transaction(() => {
    table.put(["kept"], { n: 1 });
    table.put(["other"], { n: 1 });
  });
  const failed = store.transaction(() => {
    expect(table.get(["new"])).toBeUndefined();
    table.put(["new"], { n: 4 });
    expect(table.get(["kept"])).toEqual({ n: 1 });
    table.put(["other"], { n: 2 });
    table.put(["kept"], { n: 2 });
    expect(table.get(["kept"])).toEqual({ n: 2 });
    table.delete(["kept"]);
    throw new Error("changed its mind");
  });
  await expect(failed).rejects.toThrow("changed its mind");
  expect([...table.range()]).toEqual([
    { key: ["kept"], value: { n: 1 } },
    { key: ["other"], value: { n: 1 } },
  ]);
});

test("increments that run at once do not lose each other", async () => {
  const table = store.table<number>("t.rows", { cached: true });
  const increment = (): Promise<void> =>
    store.transaction(() => {
      table.put(["n"], (table.get(["n"]) ?? 0) + 1);
    });
  await Promise.all(
    Array.from({ length: 500 }, async () => {
      table.get(["n"]);
      await increment();
    }),
  );
  expect(table.get(["n"])).toBe(500);
});

test("a cached row is the same object until it is written", async () => {
  const table = store.table<{ readonly n: number }>("t.rows", { cached: true });
  await store.transaction(() => {
    table.put(["a"], { n: 1 });
  });
  const before = table.get(["a"]);
  expect(table.get(["a"])).toBe(before);
  const written = store.transaction(() => {
    table.put(["a"], { n: 2 });
  });
  table.get(["a"]);
  await written;
  expect(table.get(["a"])).toEqual({ n: 2 });
});

test("a transaction sees what those before it wrote to a cached table, and what was cleared, before it is on the disk", async () => {
  const table = store.table<string>("t.rows", { cached: true });
  const put = (value: string): Promise<void> =>
    store.transaction(() => {
      table.put(["a"], value);
    });
  const get = (): Promise<string | undefined> => store.transaction(() => table.get(["a"]));
  await put("1");
  const cached = table.get(["a"]);
  const seen = [get(), put("2"), get(), store.clear(), get(), put("3"), get()];
  expect([cached, table.get(["a"])]).toEqual(["1", "1"]);
  expect(await Promise.all(seen)).toEqual([
    "1",
    undefined,
    "2",
    undefined,
    undefined,
    undefined,
    "3",
  ]);
  expect(table.get(["a"])).toBe("3");
});

test("objects come back as they were written, whatever they are like", async () => {
  const object: StoredObject = {
    body: { size: 3, segments: [{ id: "1", size: 3 }] },
    etag: "e",
    modifiedMs: 1_700_000_000_001,
    contentType: "text/plain",
    storageClass: "STANDARD",
  };
  const checksum = { algorithm: "crc32", type: "COMPOSITE", value: "AAAA-2" } as const;
  const segments = [
    { id: "1", size: 3 },
    { id: "2", size: 3 },
  ];
  const encryption = { kind: "customer", salt: bytes("s"), proof: bytes("p") } as const;
  const rows: readonly (StoredObject | DeleteMarker)[] = [
    object,
    { ...object, checksum },
    { ...object, body: { size: 2 ** 40, segments: [{ id: "1", size: 2 ** 40, isFile: true }] } },
    { ...object, checksum, versionId: "v", tags: [["a", "～"]], metadata: [["__proto__", "x"]] },
    { ...object, contentType: "～" },
    { ...object, contentType: "é".repeat(70_000), restoredUntilMs: 1 },
    { ...object, metadata: [["a", "x".repeat(100_000)]] },
    { ...object, body: { size: 0, segments: [] } },
    { ...object, body: { size: 6, segments }, partSizes: [3, 3], partSums: ["a", "b"] },
    { ...object, encryption, body: { size: 3, segments: [{ id: "1", size: 3, iv: bytes("i") }] } },
    { ...object, encryption },
    { ...object, body: { size: 3, segments: [{ id: "1", size: 3, bytes: bytes("\0é") }] } },
    {
      ...object,
      checksum,
      encryption,
      body: { size: 3, segments: [{ id: "1", size: 3, bytes: bytes("\xff\x01") }] },
    },
    {
      ...object,
      encryption,
      body: { size: 3, segments: [{ id: "1", size: 3, iv: bytes("i"), bytes: bytes("abc") }] },
    },
    { isDeleteMarker: true, modifiedMs: 1, versionId: "m" },
  ];
  const { versions } = s3Tables(store);
  await store.transaction(() => {
    for (const [i, row] of rows.entries()) versions.put(["b", "k", String(100 + i)], row);
  });
  expect(Array.from(versions.range(), ({ value }) => value)).toEqual(rows);
  expect(rows.map((_, i) => versions.get(["b", "k", String(100 + i)]))).toEqual(rows);
});

test("keys of 1,024 bytes of any kind fit", async () => {
  const table = store.table<number>("t.rows");
  const keys = ["\0".repeat(1024), "😀".repeat(256), "x".repeat(1024)];
  await store.transaction(() => {
    for (const key of keys) table.put(["a-bucket-with-a-long-name".padEnd(63, "x"), key, "v"], 1);
  });
  expect([...table.range()].map(({ key }) => key[1])).toEqual([keys[0], keys[2], keys[1]]);
});

test("a write outside a transaction is a fault", () => {
  const table = store.table<number>("t.rows");
  expect(() => {
    table.put(["a"], 1);
  }).toThrow("a table is written outside a transaction");
});
