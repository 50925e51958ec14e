import { spawn } from "node:child_process";
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runCopy, type SyncEvent } from "../../src/sync/index.ts";
import { makeFifo } from "../support/make-fifo.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf, temporaryDirectory } from "./run.ts";

const BODY = "0123456789abcdef".repeat(10_000);

interface Given {
  readonly moves?: boolean;
  readonly signal?: AbortSignal;
  readonly backup?: string;
}

function cloudWithObject(): MemoryCloud {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("k", BODY);
  return cloud;
}

async function copyTo(target: string, cloud: MemoryCloud, given: Given = {}): Promise<number> {
  const { moves = false, signal, backup } = given;
  const job = jobOf(cloud, ["s3://from/k", target], { partSize: 1024, multipartThreshold: 1024 });
  const source = { ...job.source, only: true } as const;
  const destination = { ...job.destination, only: true } as const;
  const kept = backup && { backup: { place: { kind: "local", path: backup } as const } };
  const events: SyncEvent[] = [];
  for await (const event of runCopy({
    ...job,
    source,
    destination,
    moves,
    ...(signal && { signal }),
    ...kept,
  }))
    events.push(event);
  const last = events.at(-1);
  return last?.type === "done" ? last.exitCode : -1;
}

/** What a reader in another process gets of a FIFO. */
function readBy(path: string): Promise<string> {
  const reader = spawn("cat", [path], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void reader.kill());
  return text(reader.stdout);
}

/** The source of these rows is s3transfer 0.11, `DownloadSpecialFilenameOutputManager`. */
test.each([
  { name: "a FIFO", moves: false, isLink: false },
  { name: "a link to a FIFO", moves: false, isLink: true },
  { name: "a FIFO, of an object that is moved", moves: true, isLink: false },
])("$name is written into", async ({ moves, isLink }) => {
  const root = temporaryDirectory();
  const [fifo, link] = [join(root, "fifo"), join(root, "link")];
  makeFifo(fifo);
  symlinkSync(fifo, link);
  const cloud = cloudWithObject();
  const read = readBy(fifo);
  expect(await copyTo(isLink ? link : fifo, cloud, { moves })).toBe(0);
  expect(await read).toBe(BODY);
  expect(lstatSync(fifo).isFIFO()).toBe(true);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(cloud.bucket("from").keys()).toEqual(moves ? [] : ["k"]);
});

test("what is moved stays where a FIFO's reader goes away", async () => {
  const fifo = join(temporaryDirectory(), "fifo");
  makeFifo(fifo);
  const reader = spawn("head", ["-c", "1", fifo], { stdio: "ignore" });
  const cloud = cloudWithObject();
  expect(await copyTo(fifo, cloud, { moves: true })).toBe(1);
  expect(cloud.bucket("from").keys()).toEqual(["k"]);
  if (reader.exitCode === null) await once(reader, "exit");
});

test("a run that waits for a FIFO's reader can be stopped", async () => {
  const fifo = join(temporaryDirectory(), "fifo");
  makeFifo(fifo);
  const { signal } = { signal: AbortSignal.timeout(100) };
  expect(await copyTo(fifo, cloudWithObject(), { signal })).toBe(130);
});

test("what is written into is not kept before", async () => {
  const root = temporaryDirectory();
  const [fifo, kept] = [join(root, "fifo"), join(root, "kept")];
  makeFifo(fifo);
  const read = readBy(fifo);
  expect(await copyTo(fifo, cloudWithObject(), { backup: kept })).toBe(0);
  expect(await read).toBe(BODY);
});

test("a directory in the way stays an error", async () => {
  const directory = join(temporaryDirectory(), "d");
  mkdirSync(directory);
  expect(await copyTo(directory, cloudWithObject())).toBe(1);
});

test("a link to a file is replaced, as every download replaces what it finds", async () => {
  const root = temporaryDirectory();
  const [file, link] = [join(root, "file"), join(root, "link")];
  writeFileSync(file, "theirs");
  symlinkSync(file, link);
  expect(await copyTo(link, cloudWithObject())).toBe(0);
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(readFileSync(link, "utf8")).toBe(BODY);
});

test.runIf(process.platform === "linux")(
  "an open file is written to where it has been written to last, as `/dev/stdout` is",
  async () => {
    const root = temporaryDirectory();
    const [file, link] = [join(root, "file"), join(root, "stdout")];
    const fd = openSync(file, "w");
    writeSync(fd, "before ");
    symlinkSync(`/proc/self/fd/${fd}`, link);
    expect(await copyTo(link, cloudWithObject())).toBe(0);
    writeSync(fd, " after");
    closeSync(fd);
    expect(readFileSync(file, "utf8")).toBe(`before ${BODY} after`);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  },
);

test.each([
  { name: "a FIFO", moves: false, isLink: false },
  { name: "a link to a FIFO", moves: false, isLink: true },
  { name: "a FIFO, of objects that are moved", moves: true, isLink: false },
])("$name is neither replaced nor written into by one of many objects", async (row) => {
  const { moves, isLink } = row;
  const root = temporaryDirectory();
  const fifo = join(root, isLink ? "fifo" : "k");
  makeFifo(fifo);
  if (isLink) symlinkSync(fifo, join(root, "k"));
  const cloud = cloudWithObject();
  cloud.bucket("from").seed("l", "l");
  const warnings: unknown[] = [];
  for await (const event of runCopy({ ...jobOf(cloud, ["s3://from", root]), moves })) {
    if (event.type === "warning") warnings.push([event.code, event.at]);
  }
  expect(warnings).toEqual([["special", { kind: "local", path: join(root, "k") }]]);
  expect(lstatSync(fifo).isFIFO()).toBe(true);
  expect(lstatSync(join(root, "k")).isSymbolicLink()).toBe(isLink);
  expect(readFileSync(join(root, "l"), "utf8")).toBe("l");
  expect(cloud.bucket("from").keys()).toEqual(moves ? ["k"] : ["k", "l"]);
});
