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
import { asFiles, fileTree, flags, objectTree } from "../support/arbitrary-tree.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { modelSync, type ModelCase, type Tree } from "../support/sync-model.ts";
import type { SyncOptions } from "../../src/sync/index.ts";
import { type Outcome, sync } from "./run.ts";

type Flags = Partial<SyncOptions>;

/** Keys that stand beside `data/`, and that no sync of it may touch. */
const NEIGHBOURS = ["data", "data.old/x", "data-"];

function seed(cloud: MemoryCloud, bucket: string, tree: Tree): void {
  for (const [key, { body, second }] of tree) {
    cloud.bucket(bucket).seed(`data/${key}`, body, { modifiedMs: second * 1000 });
  }
  for (const key of NEIGHBOURS) cloud.bucket(bucket).seed(key, "neighbour");
}

type Bodies = Readonly<Record<string, string>>;

function contentOf(cloud: MemoryCloud, bucket: string): Bodies {
  const all = cloud.bucket(bucket);
  for (const key of NEIGHBOURS) expect(all.text(key)).toBe("neighbour");
  const under = all.keys().filter((key) => key.startsWith("data/"));
  return Object.fromEntries(under.map((key) => [key.slice("data/".length), all.text(key) ?? ""]));
}

function write(root: string, tree: Tree): void {
  for (const [key, { body, second }] of tree) {
    mkdirSync(dirname(join(root, key)), { recursive: true });
    writeFileSync(join(root, key), body);
    utimesSync(join(root, key), second, second);
  }
}

function read(root: string): Bodies {
  const found = readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = found.filter((key) => statSync(join(root, key)).isFile());
  return Object.fromEntries(files.map((key) => [key, readFileSync(join(root, key), "utf8")]));
}

function asText(bodies: ReadonlyMap<string, Buffer>): Bodies {
  return Object.fromEntries([...bodies].map(([key, body]) => [key, body.toString()]));
}

function bodiesOf(tree: Tree): Bodies {
  return asText(new Map([...tree].map(([key, { body }]) => [key, body])));
}

/** Keys under a side of which a run tells that something was done, sorted. */
function keysOf({ events }: Outcome, type: "transferred" | "deleted", root: string): string[] {
  const spots = events.flatMap((event) => {
    if (event.type !== type) return [];
    return event.type === "transferred" ? [event.to] : [event.at];
  });
  return spots
    .map((spot) => (spot.kind === "local" ? spot.path : spot.key).slice(root.length))
    .sort();
}

interface Staged {
  readonly given: ModelCase;
  /** What the destination's keys start with where a run names them. */
  readonly root: string;
  readonly run: () => Promise<Outcome>;
  readonly content: () => Bodies;
}

/** Runs once and compares with the model, then once more, which must do nothing. */
async function followsTheModel({ given, root, run, content }: Staged): Promise<void> {
  const want = modelSync(given);
  const first = await run();
  expect(first.lines.filter((line) => /failed/.test(line))).toEqual([]);
  expect(content()).toEqual(asText(want.destination));
  expect(keysOf(first, "transferred", root)).toEqual([...want.sent].sort());
  expect(keysOf(first, "deleted", root)).toEqual([...want.deleted].sort());
  expect(first.exitCode).toBe(want.exit);
  // Output is for terminals: no name may bring its own lines or colours.
  expect(first.lines.join("")).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  const again = await run();
  expect(again.lines.filter((line) => !/^(?:warning|fatal error): /.test(line))).toEqual([]);
  expect(again.exitCode).toBe(want.exit);
  expect(content()).toEqual(asText(want.destination));
}

test("S3 to S3: any two trees and flags end as the model says, and stay so", async () => {
  const through = fc.constantFrom("copy" as const, "stream" as const);
  await fc.assert(
    fc.asyncProperty(
      objectTree,
      objectTree,
      fc.tuple(flags, through),
      async (from, to, [any, way]) => {
        const cloud = new MemoryCloud();
        seed(cloud, "from", from);
        seed(cloud, "to", to);
        await followsTheModel({
          given: { direction: "copy", source: from, destination: to, flags: any },
          root: "data/",
          run: () => sync(cloud, ["s3://from/data", "s3://to/data"], { ...any, through: way }),
          content: () => contentOf(cloud, "to"),
        });
        expect(contentOf(cloud, "from")).toEqual(bodiesOf(from));
      },
    ),
    { numRuns: 300 },
  );
});

async function inDirectory(use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "sluice-test-"));
  try {
    await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("directory to S3: any two trees and flags end as the model says, and stay so", async () => {
  await fc.assert(
    fc.asyncProperty(fileTree, objectTree, flags, (source, destination, any) =>
      inDirectory(async (root) => {
        const cloud = new MemoryCloud();
        write(root, source);
        seed(cloud, "to", destination);
        await followsTheModel({
          given: { direction: "upload", source, destination, flags: any },
          root: "data/",
          run: () => sync(cloud, [root, "s3://to/data/"], any),
          content: () => contentOf(cloud, "to"),
        });
        expect(read(root)).toEqual(bodiesOf(source));
      }),
    ),
    { numRuns: 120 },
  );
});

function deletesAllExtra({ allowEmptySource, maxDelete, filters, ...any }: Flags): boolean {
  return (
    any.delete === true &&
    allowEmptySource === true &&
    maxDelete === undefined &&
    filters?.length === 0
  );
}

test("S3 to directory: any two trees and flags end as the model says, and stay so", async () => {
  await fc.assert(
    fc.asyncProperty(objectTree, fileTree, flags, (some, old, any) =>
      inDirectory(async (root) => {
        const cloud = new MemoryCloud();
        // What is in the way of a file must be something that the run deletes.
        const source = asFiles(some, deletesAllExtra(any) ? new Map() : old);
        write(root, old);
        seed(cloud, "from", source);
        await followsTheModel({
          given: { direction: "download", source, destination: old, flags: any },
          root: `${root}/`,
          run: () => sync(cloud, ["s3://from/data", root], any),
          content: () => read(root),
        });
        expect(contentOf(cloud, "from")).toEqual(bodiesOf(source));
      }),
    ),
    { numRuns: 120 },
  );
});
