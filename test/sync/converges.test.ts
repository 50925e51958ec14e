import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyFilter } from "../../src/sync/filter.ts";
import type { SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { sync } from "./run.ts";

interface File {
  readonly body: string;
  readonly second: number;
}
type Tree = ReadonlyMap<string, File>;

const START = Date.UTC(2025, 0, 1) / 1000;
const name = fc.constantFrom("a", "b", "a.txt", "a-", "～", "😀");
const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const file = fc.record({
  body: fc.constantFrom("", "x", "y", "long enough for two parts", "long enough for 2 parts, too"),
  second: fc.integer({ min: START, max: START + 3 }),
});
const tree = fc
  .array(fc.tuple(key, file), { maxLength: 12 })
  .map((entries): Tree => new Map(entries));

const options = fc.record({
  checksum: fc.boolean(),
  update: fc.boolean(),
  noOverwrite: fc.boolean(),
  delete: fc.boolean(),
  sizeOnly: fc.boolean(),
  exactTimestamps: fc.boolean(),
  maxConcurrentRequests: fc.integer({ min: 1, max: 5 }),
  pageSize: fc.integer({ min: 1, max: 5 }),
  allowEmptySource: fc.constant(true),
  multipartThreshold: fc.constant(20),
  partSize: fc.constant(9),
});
const filters = fc.array(
  fc.record({
    kind: fc.constantFrom("include", "exclude"),
    pattern: fc.constantFrom("*", "a*", "*.txt", "a/*", "*～*"),
  }),
  { maxLength: 2 },
);
const through = fc.constantFrom("copy", "stream");

type Flags = Partial<SyncOptions>;

/** The rules of AWS's page on `sync`, and of our flags, once more and in other words. */
function isReplaced(
  [source, old]: readonly [File, File],
  direction: "upload" | "download" | "copy",
  flags: Flags,
): boolean {
  const isNewer = source.second > old.second;
  const isOlder = source.second < old.second;
  if (flags.noOverwrite === true || (flags.update === true && isOlder)) return false;
  if (Buffer.byteLength(source.body) !== Buffer.byteLength(old.body)) return true;
  if (flags.checksum === true) return source.body !== old.body;
  if (flags.update === true) return isNewer;
  if (flags.sizeOnly === true && flags.exactTimestamps !== true) return false;
  if (direction !== "download") return isNewer;
  return isOlder || (flags.exactTimestamps === true && isNewer);
}

/** What the destination must be, from the documented rules alone. */
function expected(
  [source, destination]: readonly [Tree, Tree],
  direction: "upload" | "download" | "copy",
  flags: Flags,
): Record<string, string> {
  const takesPart = keyFilter(flags.filters ?? []);
  const kept = [...destination].filter(
    ([k]) => source.has(k) || flags.delete !== true || !takesPart(k),
  );
  const sent = [...source].filter(([k, one]) => {
    const old = destination.get(k);
    if (!takesPart(k)) return false;
    return old === undefined || isReplaced([one, old], direction, flags);
  });
  return Object.fromEntries([...kept, ...sent].map(([k, { body }]) => [k, body]));
}

function seed(cloud: MemoryCloud, bucket: string, content: Tree): void {
  for (const [k, { body, second }] of content) {
    cloud.bucket(bucket).seed(`data/${k}`, body, { modifiedMs: second * 1000 });
  }
  // Neighbours that no sync of `data/` may see.
  cloud.bucket(bucket).seed("data", "neighbour");
  cloud.bucket(bucket).seed("data.old/x", "neighbour");
  cloud.bucket(bucket).seed("data/", "");
}

function contentOf(cloud: MemoryCloud, bucket: string): Record<string, string> {
  const keys = cloud.bucket(bucket).keys();
  expect(keys).toEqual(expect.arrayContaining(["data", "data.old/x", "data/"]));
  const under = keys.filter((k) => k.startsWith("data/") && k !== "data/");
  return Object.fromEntries(under.map((k) => [k.slice(5), cloud.bucket(bucket).text(k) ?? ""]));
}

test("S3 to S3: any two trees and flags end as the rules say, and stay so", async () => {
  const flags = fc
    .tuple(options, filters, through)
    .map(([some, filterList, way]): Flags => ({ ...some, filters: filterList, through: way }));
  await fc.assert(
    fc.asyncProperty(tree, tree, flags, async (source, destination, given) => {
      const cloud = new MemoryCloud();
      seed(cloud, "from", source);
      seed(cloud, "to", destination);
      const first = await sync(cloud, ["s3://from/data", "s3://to/data"], given);
      expect(first.exitCode).toBe(0);
      expect(contentOf(cloud, "to")).toEqual(expected([source, destination], "copy", given));
      expect(contentOf(cloud, "from")).toEqual(expected([source, new Map()], "copy", {}));
      const again = await sync(cloud, ["s3://from/data", "s3://to/data"], given);
      expect(again.lines).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** Drops the keys that cannot be files beside those already there, e.g. `a/b` beside `a`. */
function asFiles(content: Tree, beside: Tree = new Map()): Tree {
  const kept = new Map<string, File>();
  const clashes = (k: string, other: string): boolean =>
    other.startsWith(`${k}/`) || k.startsWith(`${other}/`);
  for (const [k, one] of content) {
    const others = [...kept.keys(), ...beside.keys()];
    if (!others.some((other) => clashes(k, other))) kept.set(k, one);
  }
  return kept;
}

function write(root: string, content: Tree): void {
  for (const [k, { body, second }] of content) {
    mkdirSync(dirname(join(root, k)), { recursive: true });
    writeFileSync(join(root, k), body);
    utimesSync(join(root, k), second, second);
  }
}

function read(root: string): Record<string, string> {
  const found = readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = found.filter((k) => statSync(join(root, k)).isFile());
  return Object.fromEntries(files.map((k) => [k, readFileSync(join(root, k), "utf8")]));
}

async function inDirectory(use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "sluice-test-"));
  try {
    await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("directory to S3: any two trees and flags end as the rules say, and stay so", async () => {
  await fc.assert(
    fc.asyncProperty(
      tree.map((one) => asFiles(one)),
      tree,
      options,
      (source, destination, given) =>
        inDirectory(async (root) => {
          const cloud = new MemoryCloud();
          write(root, source);
          seed(cloud, "to", destination);
          const first = await sync(cloud, [root, "s3://to/data/"], given);
          expect(first.exitCode).toBe(0);
          expect(contentOf(cloud, "to")).toEqual(expected([source, destination], "upload", given));
          const again = await sync(cloud, [root, "s3://to/data/"], given);
          expect(again.lines).toEqual([]);
        }),
    ),
    { numRuns: 60 },
  );
});

test("S3 to directory: any two trees and flags end as the rules say, and stay so", async () => {
  await fc.assert(
    fc.asyncProperty(
      tree.map((one) => asFiles(one)),
      tree,
      options,
      (source, old, given) =>
        inDirectory(async (root) => {
          const cloud = new MemoryCloud();
          // With `delete`, what is in the way goes; without, it must not be there.
          const destination = given.delete ? asFiles(old) : asFiles(old, source);
          write(root, destination);
          seed(cloud, "from", source);
          const first = await sync(cloud, ["s3://from/data", root], given);
          expect(first.lines.filter((line) => line.includes("failed"))).toEqual([]);
          expect(first.exitCode).toBe(0);
          expect(read(root)).toEqual(expected([source, destination], "download", given));
          const again = await sync(cloud, ["s3://from/data", root], given);
          expect(again.lines).toEqual([]);
        }),
    ),
    { numRuns: 60 },
  );
});
