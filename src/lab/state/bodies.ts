import { link, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createBodyReaders } from "./body-readers.ts";
import { makeDirectory } from "../make-directory.ts";
import { readSegments } from "./read-segments.ts";
import { receiveBody } from "./receive-body.ts";
import type { S3Tables } from "./s3-tables.ts";
import type { Store } from "./store.ts";
import type { ReceivedBody, Segment, StoredBody } from "./stored-body.ts";

/** What a transaction does with bodies. */
export interface BodyChanges {
  /** Makes received bytes part of what the transaction writes. */
  keep(body: ReceivedBody): StoredBody;
  /** Lets go of bytes that nothing points at any more. */
  drop(body: StoredBody): void;
}

/** Where the bytes of objects are kept. */
export interface BodyStore {
  /** Takes the stream to its end; when it fails nothing is left of it. */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<ReceivedBody>;
  /** The same bytes once more, to live and die on their own; the other may be gone by now. */
  duplicate(body: StoredBody): Promise<ReceivedBody>;
  /**
   * A transaction that may keep what was received and drop what was stored. Whatever of `received` it
   * does not keep, be it because it throws, is gone when it ends.
   */
  transaction<Result>(
    received: readonly ReceivedBody[],
    work: (bodies: BodyChanges) => Result,
  ): Promise<Result>;
  /** All bytes, where they are few enough to be rows. */
  bytesOf(body: StoredBody): Uint8Array | undefined;
  /** Bytes `start` to before `end`, readable even when the body is dropped meanwhile. */
  read(body: StoredBody, start: number, end: number): AsyncIterable<Uint8Array>;
  /** Removes the files that nothing points at. */
  sweep(): Promise<void>;
}

/** Where bodies go. */
export interface BodyPlace {
  readonly store: Store;
  readonly tables: Pick<S3Tables, "bytes" | "files">;
  readonly directory: string;
}

const DIGITS = 9;

/** Opens the bodies in a directory, and removes what writes that were cut off have left there. */
export async function openBodies(place: BodyPlace): Promise<BodyStore> {
  const { store, tables, directory } = place;
  makeDirectory(directory, 0o700);
  await sweep(place);
  let serial = lastSerial(place);
  const nextId = (): string => (++serial).toString(36).padStart(DIGITS, "0");
  const pathOf = (id: string): string => join(directory, id);
  const readers = createBodyReaders((id) => rm(pathOf(id), { force: true }));
  const withBytes = (segment: Segment): Segment => {
    if (segment.isFile || segment.bytes !== undefined) return segment;
    const bytes = tables.bytes.get([segment.id]);
    return bytes === undefined ? segment : { bytes, ...segment };
  };

  return {
    receive: (pieces) => receiveBody(pieces, { nextId, pathOf }),
    async duplicate({ size, segments }) {
      const copies = segments.map((segment) => ({ ...withBytes(segment), id: nextId() }));
      readers.hold(segments);
      try {
        for (const [i, { id, isFile }] of segments.entries()) {
          if (isFile) await link(pathOf(id), pathOf(copies[i]?.id ?? ""));
        }
      } finally {
        await readers.release(segments);
      }
      return { size, md5: new Uint8Array(), segments: copies };
    },
    async transaction(received, work) {
      const unkept = new Set(received);
      const dropped: Segment[] = [];
      const changes: BodyChanges = {
        keep(body) {
          unkept.delete(body);
          return keepBody(tables, body);
        },
        drop(body) {
          for (const segment of body.segments) {
            if (segment.bytes !== undefined) continue;
            tables[segment.isFile ? "files" : "bytes"].delete([segment.id]);
            if (segment.isFile) dropped.push(segment);
          }
        },
      };
      try {
        const result = await store.transaction(() => work(changes));
        for (const { id } of dropped) await readers.remove(id);
        return result;
      } catch (error) {
        for (const body of received) unkept.add(body);
        throw error;
      } finally {
        for (const { segments } of unkept) {
          for (const { id, isFile } of segments) if (isFile) await readers.remove(id);
        }
      }
    },
    bytesOf(body) {
      const [only, ...others] = body.segments;
      if (only === undefined) return new Uint8Array();
      return others.length > 0 ? undefined : withBytes(only).bytes;
    },
    read(body, start, end) {
      const held = body.segments.map(withBytes);
      readers.hold(body.segments);
      return readSegments(held, { start, end, pathOf, done: () => readers.release(body.segments) });
    },
    sweep: () => sweep(place),
  };
}

// To read over them in a listing costs less than to write a row of their own (docs/performance.md).
const MAX_IN_OBJECT = 512;

function keepBody(tables: BodyPlace["tables"], body: ReceivedBody): StoredBody {
  const segments = body.segments.map((received) => {
    if (received.bytes !== undefined && received.size <= MAX_IN_OBJECT) return received;
    const { bytes, ...segment } = received;
    if (bytes !== undefined) tables.bytes.put([segment.id], bytes);
    else tables.files.put([segment.id], true);
    return segment;
  });
  return { size: body.size, segments };
}

async function sweep({ tables, directory }: BodyPlace): Promise<void> {
  for (const name of await readdir(directory)) {
    if (tables.files.get([name]) === undefined) await rm(join(directory, name), { force: true });
  }
}

/** The last number that an id was made of. */
function lastSerial({ tables }: BodyPlace): number {
  const last = [tables.bytes, tables.files].map((table) => {
    const [row] = table.range({ reverse: true, limit: 1 });
    return row === undefined ? 0 : Number.parseInt(row.key[0] ?? "0", 36);
  });
  return Math.max(...last);
}
