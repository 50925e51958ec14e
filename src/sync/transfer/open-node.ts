import { constants, fdatasync, openSync, write } from "node:fs";
import { open, readlink, realpath, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { basename, dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { errnoOf } from "../errno.ts";

/** What stands under a name and is written into: a rename would put a file in its place. */
export type Node =
  | { readonly kind: "fifo" | "device"; readonly path: string }
  /** A file that this process was given open, as `/dev/stdout` may be. */
  | { readonly kind: "open-file"; readonly fd: number };

/** Where bytes go in order. */
interface NodeOutput {
  readonly write: (chunk: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The node that a path is or leads to; undefined for a file, a directory, and where nothing is. */
export async function nodeAt(path: string): Promise<Node | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isDirectory()) return undefined;
  if (found.isFIFO()) return { kind: "fifo", path };
  if (!found.isFile()) return { kind: "device", path };
  const fd = await ownFd(path);
  return fd === undefined ? undefined : { kind: "open-file", fd };
}

/** Opens a node to write into it; of a FIFO that waits for a reader. */
export async function openNode(node: Node, signal: AbortSignal): Promise<NodeOutput> {
  switch (node.kind) {
    case "fifo":
      return openFifo(node.path, signal);
    case "device": {
      const device = await open(node.path, constants.O_WRONLY);
      const close = async (): Promise<void> => {
        await flush(device.fd);
        await device.close();
      };
      return { write: writerTo(device.fd), close };
    }
    case "open-file":
      // Opened anew, it would be written from its start, over what the shell's other commands have written.
      return { write: writerTo(node.fd), close: () => flush(node.fd) };
  }
}

/** Where Linux and macOS list the files that this process has open. */
const OWN_FILES: readonly string[] = [`/proc/${process.pid}/fd`, "/dev/fd"];
/** Linux follows no more links (path_resolution(7)). */
const MOST_LINKS = 40;

async function ownFd(path: string): Promise<number | undefined> {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const directory = await realpath(dirname(at));
    if (OWN_FILES.includes(directory)) return Number(basename(at));
    const next = await readlink(at).catch(() => undefined);
    if (next === undefined) return undefined;
    at = resolve(directory, next);
  }
  return undefined;
}

const writeSome = promisify(write);

function writerTo(fd: number): NodeOutput["write"] {
  return async (chunk) => {
    for (let written = 0; written < chunk.length;) {
      const rest = chunk.length - written;
      written += (await writeSome(fd, chunk, written, rest, null)).bytesWritten;
    }
  };
}

const syncData = promisify(fdatasync);

/** What is moved must not be lost with the machine's memory; what has no disk knows of none. */
async function flush(fd: number): Promise<void> {
  await syncData(fd).catch((error: unknown) => {
    if (!NOT_ON_A_DISK.has(errnoOf(error) ?? "")) throw error;
  });
}

const NOT_ON_A_DISK: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EROFS"]);

const READER_EVERY_MS = 20;

/** Without blocking, so that a run can be stopped while nobody reads. */
async function openFifo(path: string, signal: AbortSignal): Promise<NodeOutput> {
  for (;;) {
    signal.throwIfAborted();
    const fd = openIfRead(path);
    if (fd !== undefined) return fifoOutput(new Socket({ fd, readable: false, signal }));
    await wait(READER_EVERY_MS, undefined, { signal });
  }
}

function openIfRead(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errnoOf(error) === "ENXIO") return undefined;
    throw error;
  }
}

function fifoOutput(pipe: Socket): NodeOutput {
  // Every write that fails says so itself.
  pipe.on("error", () => undefined);
  return {
    write: (chunk) =>
      new Promise((done, fail) => {
        pipe.write(chunk, (error) => {
          if (error === null || error === undefined) done();
          else fail(error);
        });
      }),
    close: () =>
      new Promise((done) => {
        if (pipe.closed) done();
        else pipe.once("close", done);
        pipe.end(() => pipe.destroy());
      }),
  };
}
