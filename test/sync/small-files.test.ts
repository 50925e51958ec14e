import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DestinationRoot } from "../../src/sync/sides/destination-root.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/options.ts";
import { readSmallFile } from "../../src/sync/transfer/read-small-file.ts";
import { downloadSmall } from "../../src/sync/transfer/small-download.ts";
import { createWorkbench } from "../../src/sync/run/workbench.ts";
import { writeSmallFile } from "../../src/sync/transfer/write-small-file.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { makeFifo } from "../support/make-fifo.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "sluice-small-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test("a small file is read, a larger one is left to others, and what is no file to nobody", async () => {
  const root = await folder();
  await writeFile(join(root, "f"), "hello");
  makeFifo(join(root, "pipe"));
  const read = (path: string, most: number): string | undefined =>
    text(readSmallFile(path, { most, followSymlinks: true })?.body);
  expect(read(join(root, "f"), 5)).toBe("hello");
  expect(read(join(root, "f"), 4)).toBeUndefined();
  // A pipe without a writer is not waited for.
  expect(() => read(join(root, "pipe"), 100)).toThrow("special");
  expect(() => read(root, 1_000_000)).toThrow("replaced");
  expect(() => read(join(root, "gone"), 5)).toThrow("ENOENT");
});

function text(body: Uint8Array | undefined): string | undefined {
  return body && Buffer.from(body).toString();
}

const BYTES = {
  body: Buffer.from("hello"),
  modifiedMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  noOverwrite: false,
  insideOf: "/",
};

test("a small file takes its place whole, with the object's time", async () => {
  const root = await folder();
  const [target, temporaryPath] = [join(root, "f"), join(root, "t")];
  await writeFile(target, "what was there before");
  expect(writeSmallFile({ ...BYTES, target, temporaryPath })).toBe(true);
  expect(await readFile(target, "utf8")).toBe("hello");
  expect((await stat(target)).mtimeMs).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(await readdir(root)).toEqual(["f"]);
});

test("a small file leaves nothing where its name is taken", async () => {
  const root = await folder();
  const [target, temporaryPath] = [join(root, "f"), join(root, "t")];
  await writeFile(target, "old");
  expect(() => writeSmallFile({ ...BYTES, target, temporaryPath, noOverwrite: true })).toThrow(
    expect.objectContaining({ warning: "written-meanwhile" }),
  );
  expect(await readFile(target, "utf8")).toBe("old");
  await mkdir(join(root, "d"));
  expect(() => writeSmallFile({ ...BYTES, target: join(root, "d"), temporaryPath })).toThrow(
    expect.objectContaining({ code: "EISDIR" }),
  );
  expect((await readdir(root)).sort()).toEqual(["d", "f"]);
});

test("a small file does not touch a temporary one that is another's", async () => {
  const root = await folder();
  await writeFile(join(root, "t"), "another's");
  const paths = { target: join(root, "f"), temporaryPath: join(root, "t") };
  expect(() => writeSmallFile({ ...BYTES, ...paths })).toThrow("EEXIST");
  expect(await readdir(root)).toEqual(["t"]);
});

test("an object that has grown since it was listed is left to others", async () => {
  const root = await folder();
  const bucket = new MemoryCloud().bucket("b");
  bucket.seed("k", "x".repeat(300_000));
  const bench = createWorkbench(DEFAULT_SYNC_OPTIONS, new AbortController().signal);
  const reporter = {
    moved: () => undefined,
    sized: () => undefined,
    warn: () => Promise.resolve(),
  };
  const job = { store: bucket, key: "k", target: join(root, "f"), root: new DestinationRoot(root) };
  expect(await downloadSmall(job, bench, reporter)).toBe(false);
  expect(await readdir(root)).toEqual([]);
});
