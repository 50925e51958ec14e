import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BodyStore, openBodies } from "../../src/lab/state/bodies.ts";
import { openStore } from "../../src/lab/state/open-store.ts";
import { s3Tables, type S3Tables } from "../../src/lab/state/s3-tables.ts";
import type { Store } from "../../src/lab/state/store.ts";
import type { StoredBody } from "../../src/lab/state/stored-body.ts";

let directory: string;
let store: Store;
let tables: S3Tables;
let bodies: BodyStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-bodies-"));
  store = openStore({ directory: join(directory, "store"), isLasting: false });
  tables = s3Tables(store);
  bodies = await openBodies({ store, tables, directory: join(directory, "bodies") });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

function piecesOf(bytes: Buffer): AsyncIterable<Uint8Array> {
  return Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]);
}

/** Puts an object with a body under a key, as a row that can be read back. */
async function put(key: string, body: Awaited<ReturnType<BodyStore["receive"]>>): Promise<void> {
  await bodies.transaction([body], (changes) => {
    const before = tables.objects.get(["b", key]);
    if (before !== undefined) changes.drop(before.body);
    tables.objects.put(["b", key], {
      body: changes.keep(body),
      etag: "e",
      modifiedMs: 1,
      contentType: "text/plain",
      storageClass: "STANDARD",
    });
  });
}

function bodyUnder(key: string): StoredBody {
  const object = tables.objects.get(["b", key]);
  if (object === undefined) throw new Error(`there is nothing under \`${key}\``);
  return object.body;
}

async function read(body: StoredBody): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodies.read(body, 0, body.size)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("a body lies in its object's row, in a row of its own or in a file, and goes with its object", async () => {
  const sizes = [0, 1, 512, 513, 64 * 1024, 64 * 1024 + 1];
  for (const size of [...sizes, ...sizes.toReversed()]) {
    const bytes = Buffer.alloc(size, `${size} bytes `);
    await put("original", await bodies.receive(piecesOf(bytes)));
    await put("copy", await bodies.duplicate(bodyUnder("original")));
    expect(bodyUnder("original").segments.map((segment) => segment.bytes?.length)).toEqual(
      size === 0 ? [] : [size <= 512 ? size : undefined],
    );
    expect([...tables.bytes.range()]).toHaveLength(size > 512 && size <= 64 * 1024 ? 2 : 0);
    expect([...tables.files.range()]).toHaveLength(size > 64 * 1024 ? 2 : 0);
    expect(await readdir(join(directory, "bodies"))).toHaveLength(size > 64 * 1024 ? 2 : 0);
    expect((await read(bodyUnder("original"))).equals(bytes)).toBe(true);
    expect((await read(bodyUnder("copy"))).equals(bytes)).toBe(true);
    expect(bodies.bytesOf(bodyUnder("copy"))?.length).toBe(size > 64 * 1024 ? undefined : size);
  }
});
