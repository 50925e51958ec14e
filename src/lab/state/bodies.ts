import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of stored bytes; it is removed when the last who holds it lets go. */
interface StoredFile {
  readonly path: string;
  holders: number;
}

/** A stretch of stored bytes: small ones stay in memory, others are a file. */
type Segment =
  | { readonly kind: "memory"; readonly size: number; readonly bytes: Uint8Array }
  | { readonly kind: "file"; readonly size: number; readonly file: StoredFile };

/** Stored bytes; a multipart object has a segment for each part. */
export interface StoredBody {
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** What `receive` took in. */
export interface ReceivedBody extends StoredBody {
  readonly md5: Uint8Array;
}

/** Where the bytes of objects are kept. */
export interface BodyStore {
  /** Takes the stream to its end; when it fails nothing is kept. */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<ReceivedBody>;
  /** The same bytes once more, to live and die on their own. */
  duplicate(body: StoredBody): StoredBody;
  /** Bytes `start` to before `end`, readable even when the body is discarded meanwhile. */
  read(body: StoredBody, start: number, end: number): AsyncIterable<Uint8Array>;
  discard(body: StoredBody): Promise<void>;
  close(): Promise<void>;
}

const IN_MEMORY = 64 * 1024;
const READ_SIZE = 256 * 1024;

/** Keeps bodies under a new directory in `parent`, which `close` removes. */
export async function openBodyStore(parent: string = tmpdir()): Promise<BodyStore> {
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, "sluice-lab-"));
  let serial = 0;
  const nextPath = (kind: string): string => join(directory, `${kind}-${++serial}`);

  return {
    async receive(pieces) {
      const md5 = createHash("md5");
      const segment = await storeSegment(pieces, {
        md5,
        incoming: nextPath("incoming"),
        finished: nextPath("body"),
      });
      return { size: segment.size, segments: [segment], md5: md5.digest() };
    },
    duplicate(body) {
      hold(body.segments);
      return body;
    },
    read(body, start, end) {
      hold(body.segments);
      return readSegments(body.segments, start, end);
    },
    discard: (body) => release(body.segments),
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

function hold(segments: readonly Segment[]): void {
  for (const segment of segments) if (segment.kind === "file") segment.file.holders++;
}

async function release(segments: readonly Segment[]): Promise<void> {
  for (const segment of segments) {
    if (segment.kind === "memory") continue;
    segment.file.holders--;
    if (segment.file.holders === 0) await rm(segment.file.path, { force: true });
  }
}

interface Placement {
  readonly md5: { update(data: Uint8Array): unknown };
  readonly incoming: string;
  readonly finished: string;
}

/** Holds bytes in memory while they are few, then spills them to a file; removes it on failure. */
async function storeSegment(
  pieces: AsyncIterable<Uint8Array>,
  { md5, incoming, finished }: Placement,
): Promise<Segment> {
  const held: Uint8Array[] = [];
  let size = 0;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    for await (const piece of pieces) {
      md5.update(piece);
      size += piece.length;
      held.push(piece);
      if (size <= IN_MEMORY) continue;
      file ??= await open(incoming, "wx", 0o600);
      await file.writev(held.splice(0));
    }
  } catch (error) {
    await file?.close();
    if (file !== undefined) await rm(incoming, { force: true });
    throw error;
  }
  if (file === undefined) return { kind: "memory", size, bytes: Buffer.concat(held) };
  await file.close();
  await rename(incoming, finished);
  return { kind: "file", size, file: { path: finished, holders: 1 } };
}

async function* readSegments(
  segments: readonly Segment[],
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  try {
    let offset = 0;
    for (const segment of segments) {
      const from = Math.max(0, start - offset);
      const to = Math.min(segment.size, end - offset);
      offset += segment.size;
      if (from >= to) continue;
      if (segment.kind === "memory") yield segment.bytes.subarray(from, to);
      else yield* readFile(segment.file.path, from, to);
    }
  } finally {
    await release(segments);
  }
}

async function* readFile(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    for (let at = start; at < end;) {
      const length = Math.min(READ_SIZE, end - at);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
      if (bytesRead === 0) throw new Error("a stored body is shorter than it was written");
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
