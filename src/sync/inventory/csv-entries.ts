import { createGunzip } from "node:zlib";
import { pipeline } from "node:stream/promises";
import { decodeUrlEncodedKey } from "../../aws/index.ts";
import { csvRecords } from "../batch/csv-records.ts";
import { errnoOf } from "../errno.ts";
import type { Entry } from "../ports.ts";
import {
  type Inventory,
  type InventoryFile,
  type InventoryManifest,
  unreadable,
} from "./inventory-manifest.ts";
import { damaged, verified } from "./verified-file.ts";

/** The current objects of a CSV file of an inventory, by their full keys; its MD5 is verified at its end. */
export async function* csvEntries(
  inventory: Inventory,
  { columns }: InventoryManifest,
  { file, signal }: { readonly file: InventoryFile; readonly signal: AbortSignal },
): AsyncGenerator<Entry, void, undefined> {
  const entryOf = entryReader(inventory, columns);
  const pieces = unzipped(inventory, file, signal);
  for await (const record of csvRecords(pieces)) {
    const entry = entryOf(record);
    if (entry !== undefined) yield entry;
  }
}

async function* unzipped(
  inventory: Inventory,
  file: InventoryFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = verified(inventory, file, signal);
  if (!file.key.endsWith(".gz")) {
    yield* pieces;
    return;
  }
  const gunzip = createGunzip();
  const sent = pipeline(pieces, gunzip);
  // What goes wrong is thrown to whoever reads, and where it is waited for.
  sent.catch(() => undefined);
  try {
    for await (const piece of gunzip) yield piece as Uint8Array;
    await sent;
  } catch (error) {
    if (errnoOf(error)?.startsWith("Z_") !== true) throw error;
    // S3 wrote a whole one, so this is not what it wrote.
    throw damaged(inventory, file);
  }
}

function entryReader(
  inventory: Inventory,
  columns: readonly string[],
): (record: readonly string[]) => Entry | undefined {
  const place = (name: string): number => columns.indexOf(name);
  const missing = ["Key", "Size", "LastModifiedDate"].filter((name) => place(name) < 0);
  if (missing.length > 0) throw lacks(inventory, missing);
  const [key, size, time, etag] = ["Key", "Size", "LastModifiedDate", "ETag"].map(place);
  const [storage, latest, marker] = ["StorageClass", "IsLatest", "IsDeleteMarker"].map(place);
  return (record) => {
    const at = (index = -1): string => record[index] ?? "";
    // Without these columns the inventory is of current versions alone.
    if (at(latest) === "false" || at(marker) === "true") return undefined;
    const name = decodeUrlEncodedKey(at(key));
    const modifiedMs = Date.parse(at(time));
    if (name === undefined || Number.isNaN(modifiedMs) || !/^\d+$/.test(at(size))) {
      throw unreadable(inventory, {
        en: `a line of it is no object: \`${record.join(",")}\``,
        ja: `オブジェクトではない行があります: \`${record.join(",")}\``,
      });
    }
    return {
      key: name,
      size: Number(at(size)),
      modifiedMs,
      ...(at(etag) !== "" && { etag: at(etag) }),
      ...(at(storage) !== "" && { storageClass: at(storage) }),
    };
  };
}

/** The refusal of an inventory that does not say enough. */
export function lacks(inventory: Inventory, fields: readonly string[]): Error {
  const names = fields.map((name) => `\`${name}\``).join(", ");
  return unreadable(inventory, {
    en: `it lacks ${names}: have S3 publish size and last modified date too`,
    ja: `${names} がありません。サイズと最終更新日も公開してください`,
  });
}
