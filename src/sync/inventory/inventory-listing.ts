import { compareUtf8 } from "../../aws/index.ts";
import type { Entry } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";
import { csvEntries } from "./csv-entries.ts";
import { type Inventory, readInventoryManifest, unreadable } from "./inventory-manifest.ts";
import { parquetEntries } from "./parquet-entries.ts";
import { sortedEntries } from "./sorted-entries.ts";

/** What of an inventory is listed; `prefix` is empty or ends in `/`. */
export interface InventoryScope {
  readonly bucket: string;
  readonly prefix: string;
  /** Only what comes after this key, which is relative to the prefix. */
  readonly after?: string | undefined;
  readonly signal: AbortSignal;
}

const PAGE = 1_000;

/** A bucket's objects as its inventory has them, by their keys relative to the prefix, as `bucketListing` shows them. */
export async function* inventoryListing(inventory: Inventory, scope: InventoryScope): SideListing {
  let page: Entry[] = [];
  for await (const entry of sortedEntries(filesOf(inventory, scope))) {
    page.push(entry);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

async function* filesOf(
  inventory: Inventory,
  scope: InventoryScope,
): AsyncGenerator<AsyncIterable<Entry>, void, undefined> {
  const { signal, bucket } = scope;
  const manifest = await readInventoryManifest(inventory, signal);
  if (manifest.sourceBucket !== bucket) {
    throw unreadable(inventory, {
      en: `it is of the bucket \`${manifest.sourceBucket}\`, not of \`${bucket}\``,
      ja: `\`${bucket}\` ではなく、バケット \`${manifest.sourceBucket}\` のインベントリです`,
    });
  }
  for (const file of manifest.files) {
    const entries =
      manifest.format === "CSV"
        ? csvEntries(inventory, manifest, { file, signal })
        : parquetEntries(inventory, file, signal);
    yield within(scope, entries);
  }
}

/** What is under the prefix, without zero-byte `x/` folder markers. */
async function* within(
  { prefix, after }: InventoryScope,
  entries: AsyncIterable<Entry>,
): AsyncGenerator<Entry, void, undefined> {
  for await (const entry of entries) {
    if (!entry.key.startsWith(prefix)) continue;
    if (entry.size === 0 && entry.key.endsWith("/")) continue;
    const key = entry.key.slice(prefix.length);
    if (after !== undefined && compareUtf8(key, after) <= 0) continue;
    yield { ...entry, key };
  }
}
