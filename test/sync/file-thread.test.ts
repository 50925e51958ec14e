import { randomBytes } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { Files } from "../../src/sync/file-thread/files.ts";
import { sumOf } from "../../src/sync/checksum/checksum.ts";
import type { SmallFile } from "../../src/sync/transfer/write-small-file.ts";
import { temporaryDirectory } from "./run.ts";

/** More than one batch. */
const MANY = 600;
/** As many as are done before there is a thread. */
const BEFORE = 64;

/** Its program, as the package has it. */
let source = "";

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/sync/file-thread/file-worker.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });
  source = outputFiles[0]?.text ?? "";
});

function programOf(text: string): URL {
  const path = join(temporaryDirectory(), "program.mjs");
  writeFileSync(path, text);
  return pathToFileURL(path);
}

/** Files that a thread reads and writes from the next one on. */
async function stage(text = source): Promise<{
  readonly root: string;
  readonly stop: AbortController;
  readonly files: Files;
  readonly file: (name: string, text: string) => SmallFile;
}> {
  const root = realpathSync(temporaryDirectory());
  const stop = new AbortController();
  const program = programOf(text);
  const started: Promise<unknown>[] = [];
  const files = new Files(stop.signal, () => {
    const thread = new Worker(program);
    started.push(once(thread, "online"));
    return thread;
  });
  const file = (name: string, text: string): SmallFile => ({
    // As short answers are: a piece of memory that others use too.
    body: Buffer.from(`..${text}`).subarray(2),
    temporaryPath: join(root, `${name}.part`),
    target: join(root, name),
    modifiedMs: Date.UTC(2026, 0, 2),
    noOverwrite: false,
    insideOf: root,
  });
  const how = { most: 0, followSymlinks: true };
  for (let at = 0; at < BEFORE; at++) await files.read("/dev/null", how).catch(() => undefined);
  expect(started).toHaveLength(1);
  await started[0];
  return { root, stop, files, file };
}

test("many files are written whole, with their times, and nothing else", async () => {
  const { root, stop, files, file } = await stage();
  const names = Array.from({ length: MANY }, (_, at) => `f${at}`);
  const large = new Uint8Array(10_240).fill(7);
  const written = await Promise.all([
    ...names.map((name) => files.write(file(name, name === "f599" ? "" : name))),
    files.write({ ...file("large", ""), body: large }),
  ]);
  stop.abort();
  expect(new Set(written)).toEqual(new Set([true]));
  expect(readdirSync(root).sort()).toEqual([...names, "large"].sort());
  for (const name of names.slice(0, -1)) {
    expect(readFileSync(join(root, name), "utf8")).toBe(name);
  }
  expect(statSync(join(root, "f599")).size).toBe(0);
  expect(readFileSync(join(root, "large"))).toEqual(Buffer.alloc(10_240, 7));
  expect(statSync(join(root, "f500")).mtimeMs).toBe(Date.UTC(2026, 0, 2));
});

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "pieces of a large file are written and summed (%s), here and then by the thread",
  async (algorithm) => {
    const root = realpathSync(temporaryDirectory());
    const stop = new AbortController();
    const started: Worker[] = [];
    const program = programOf(source);
    const files = new Files(stop.signal, () => {
      const thread = new Worker(program);
      started.push(thread);
      return thread;
    });
    const content = randomBytes(1_200_001);
    const path = join(root, "large");
    const file = openSync(path, "w");
    const memory = Buffer.from(new SharedArrayBuffer(100_000));
    let before: string | undefined;
    for (let position = 0; position < content.length; position += memory.length) {
      const length = content.copy(memory, 0, position);
      const bytes = memory.subarray(0, length);
      before = await files.writePiece({ file, position, bytes, algorithm, before });
      // It has been started with the seventh, and is waited for.
      if (position === 600_000) await once(started[0] as Worker, "online");
    }
    closeSync(file);
    const refused = files.writePiece({ file, position: 0, bytes: memory, algorithm, before });
    await expect(refused).rejects.toMatchObject({ code: "EBADF" });
    stop.abort();
    expect(started).toHaveLength(1);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(before).toBe(sumOf(algorithm, content).value);
  },
);

test("each that fails says why, and the others are written", async () => {
  const { root, stop, files, file } = await stage();
  mkdirSync(join(root, "d/in"), { recursive: true });
  writeFileSync(join(root, "taken"), "old");
  symlinkSync("/tmp", join(root, "out"));
  await Promise.all(Array.from({ length: MANY }, (_, at) => files.write(file(`f${at}`, ""))));
  const [clash, taken, outside, fine] = await Promise.allSettled([
    files.write(file("d", "")),
    files.write({ ...file("taken", "new"), noOverwrite: true }),
    files.write(file("out/x", "")),
    files.write(file("fine", "fine")),
  ]);
  stop.abort();
  expect(clash).toMatchObject({ reason: { code: "EISDIR" } });
  expect(taken).toMatchObject({ reason: { warning: "written-meanwhile" } });
  expect(outside).toMatchObject({ reason: { warning: "leaves-root" } });
  expect(fine).toEqual({ status: "fulfilled", value: true });
  expect(readFileSync(join(root, "taken"), "utf8")).toBe("old");
  expect(readdirSync(root).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("what was written is read back, or left where it is too large", async () => {
  const { root, stop, files, file } = await stage();
  const names = Array.from({ length: MANY }, (_, at) => `f${at}`);
  await Promise.all(names.map((name) => files.write(file(name, name))));
  const how = { most: 100, followSymlinks: true };
  writeFileSync(join(root, "large"), Buffer.alloc(101));
  const [read, large, gone, other] = await Promise.allSettled([
    files.read(join(root, "f7"), how),
    files.read(join(root, "large"), how),
    files.read(join(root, "gone"), how),
    files.read(root, { ...how, most: 1_000_000 }),
  ]);
  stop.abort();
  expect(read).toMatchObject({
    value: { body: new Uint8Array(Buffer.from("f7")), state: { size: 2 } },
  });
  expect(large).toEqual({ status: "fulfilled", value: undefined });
  expect(gone).toMatchObject({ reason: { code: "ENOENT" } });
  expect(other).toMatchObject({ reason: { warning: "replaced" } });
});

test("what was handed over is written although the run is stopped", async () => {
  const { root, stop, files, file } = await stage();
  const names = Array.from({ length: MANY }, (_, at) => `f${at}`);
  const all = Promise.all(names.map((name) => files.write(file(name, name))));
  stop.abort();
  await all;
  expect(readdirSync(root)).toHaveLength(MANY);
});

test("what a thread takes with it fails, says why, and all else is done without it", async () => {
  const { root, stop, files, file } = await stage("throw new Error('no');");
  const round = (from: number): Promise<PromiseSettledResult<boolean>[]> =>
    Promise.allSettled(
      Array.from({ length: MANY }, (_, at) => files.write(file(`f${from + at}`, "x"))),
    );
  const first = await round(0);
  const [second, third] = await Promise.all([round(MANY), round(2 * MANY)]);
  stop.abort();
  const failed = first.filter(({ status }) => status === "rejected");
  expect(failed.length).toBeGreaterThan(0);
  expect(failed[0]).toMatchObject({ reason: { message: "no" } });
  expect([...second, ...third]).toEqual(Array(2 * MANY).fill({ status: "fulfilled", value: true }));
  expect(readdirSync(root)).toHaveLength(3 * MANY - failed.length);
});

test("what had not been handed over when a thread ended is done without it", async () => {
  const program =
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));';
  const { root, stop, files, file } = await stage(program);
  const lost = files.write(file("lost", "x"));
  await expect(lost).rejects.toThrow("the thread that reads and writes files ended");
  expect(await files.write(file("kept", "x"))).toBe(true);
  stop.abort();
  expect(readdirSync(root)).toEqual(["kept"]);
});

/** A thread that does only what it is told to have done. */
class SlowThread extends EventEmitter {
  readonly batches: (readonly unknown[])[] = [];
  isEnded = false;

  postMessage(batch: readonly unknown[]): void {
    this.batches.push(batch);
  }

  terminate(): Promise<number> {
    this.isEnded = true;
    return Promise.resolve(1);
  }
}

function slowStage(): {
  readonly threads: SlowThread[];
  readonly stop: AbortController;
  readonly read: (times: number) => Promise<PromiseSettledResult<unknown>[]>;
} {
  const path = join(temporaryDirectory(), "f");
  writeFileSync(path, "x");
  const threads: SlowThread[] = [];
  const stop = new AbortController();
  const files = new Files(stop.signal, () => {
    const thread = new SlowThread();
    threads.push(thread);
    return thread as unknown as Worker;
  });
  const how = { most: 100, followSymlinks: true };
  const read = (times: number): Promise<PromiseSettledResult<unknown>[]> =>
    Promise.allSettled(Array.from({ length: times }, () => files.read(path, how)));
  return { threads, stop, read };
}

const DONE = { status: "fulfilled", value: { state: { size: 1 } } };

test("a thread is started with the 64th file, and all is done here until it is there", async () => {
  const { threads, read } = slowStage();
  expect(await read(63)).toMatchObject(Array(63).fill(DONE));
  expect(threads).toHaveLength(0);
  expect(await read(100)).toMatchObject(Array(100).fill(DONE));
  expect(threads).toHaveLength(1);
  expect(threads[0]?.batches).toEqual([]);
});

test("what comes in at once goes to the thread in batches, and what is left over at the end", async () => {
  const { threads, read } = slowStage();
  await read(64);
  const [thread] = threads;
  thread?.emit("online");
  const all = read(70);
  await new Promise((resolve) => setImmediate(resolve));
  expect(thread?.batches.map((batch) => batch.length)).toEqual([32, 32, 6]);
  for (const batch of thread?.batches ?? []) {
    thread?.emit(
      "message",
      batch.map(() => ({ kind: "done", result: undefined })),
    );
  }
  expect(await all).toEqual(Array(70).fill({ status: "fulfilled", value: undefined }));
});

test.each(["exit", "error"])(
  "a thread that ends before it is there (%s) is done without",
  async (event) => {
    const { threads, read } = slowStage();
    await read(64);
    threads[0]?.emit(event, new Error("no"));
    expect(await read(100)).toMatchObject(Array(100).fill(DONE));
    expect(threads).toHaveLength(1);
  },
);

test("a run that ends before its thread is there ends the thread", async () => {
  const { threads, stop, read } = slowStage();
  await read(64);
  stop.abort();
  expect(threads[0]?.isEnded).toBe(true);
});

test("what cannot be handed over fails, and what comes after it is done", async () => {
  const { threads, read } = slowStage();
  await read(64);
  const [thread] = threads;
  thread?.emit("online");
  const postMessage = thread?.postMessage.bind(thread);
  Object.assign(thread ?? {}, {
    postMessage: () => {
      throw new Error("cannot be cloned");
    },
  });
  const refused = await read(32);
  expect(refused.map(({ status }) => status)).toEqual(Array(32).fill("rejected"));
  Object.assign(thread ?? {}, { postMessage });
  const later = read(1);
  await new Promise((resolve) => setImmediate(resolve));
  thread?.emit("message", [{ kind: "done", result: undefined }]);
  expect(await later).toEqual([{ status: "fulfilled", value: undefined }]);
});

test("where no thread can be started, all is done without one", async () => {
  const root = realpathSync(temporaryDirectory());
  const files = new Files(new AbortController().signal, () => {
    throw new Error("ERR_WORKER_INIT_FAILED");
  });
  const how = { most: 100, followSymlinks: true };
  writeFileSync(join(root, "f"), "x");
  const all = Array.from({ length: MANY }, () => files.read(join(root, "f"), how));
  expect((await Promise.all(all)).map((read) => read?.state.size)).toEqual(Array(MANY).fill(1));
});
