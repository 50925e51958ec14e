import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import type { Entry } from "../ports.ts";
import { lacks } from "./csv-entries.ts";
import { type Inventory, type InventoryFile, unreadable } from "./inventory-manifest.ts";
import { verified } from "./verified-file.ts";

const NEEDED = ["key", "size", "last_modified_date"];
/** Which columns are read; the others are left where they are. */
const COLUMNS = [...NEEDED, "e_tag", "storage_class", "is_latest", "is_delete_marker"];

/**
 * The current objects of a Parquet file of an inventory, by their full keys, a row group at a time. The file is
 * fetched first, into a private directory, for its MD5 is over the whole of it.
 */
export async function* parquetEntries(
  inventory: Inventory,
  file: InventoryFile,
  signal: AbortSignal,
): AsyncGenerator<Entry, void, undefined> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  try {
    const path = join(folder, "file");
    const to = createWriteStream(path, { flags: "ax", mode: 0o600 });
    await pipeline(verified(inventory, file, signal), to);
    yield* entriesIn(path, inventory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* entriesIn(
  path: string,
  inventory: Inventory,
): AsyncGenerator<Entry, void, undefined> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } =
    await import("hyparquet");
  const buffer = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(buffer);
  const names = new Set(metadata.schema.map(({ name }) => name));
  const missing = NEEDED.filter((name) => !names.has(name));
  if (missing.length > 0) throw lacks(inventory, missing);
  const columns = COLUMNS.filter((name) => names.has(name));
  const compressors = { GZIP: (bytes: Uint8Array): Uint8Array => gunzipSync(bytes) };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const part = { file: buffer, metadata, columns, compressors, rowStart, rowEnd };
    for (const row of await parquetReadObjects(part)) {
      if (row["is_latest"] === false || row["is_delete_marker"] === true) continue;
      yield entryOf(row, inventory);
    }
    rowStart = rowEnd;
  }
}

function entryOf(row: Readonly<Record<string, unknown>>, inventory: Inventory): Entry {
  const { key, size, last_modified_date: time, e_tag: etag, storage_class: storageClass } = row;
  if (typeof key === "string" && typeof size === "bigint" && time instanceof Date) {
    return {
      key,
      size: Number(size),
      modifiedMs: time.getTime(),
      ...(typeof etag === "string" && { etag }),
      ...(typeof storageClass === "string" && { storageClass }),
    };
  }
  throw unreadable(inventory, {
    en: `a row of it is no object: \`${String(key)}\``,
    ja: `オブジェクトではない行があります: \`${String(key)}\``,
  });
}
