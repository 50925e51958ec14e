import { createHash } from "node:crypto";
import { type Inventory, type InventoryFile, openFile, unreadable } from "./inventory-manifest.ts";

/** The bytes of a file; throws at their end when they are not what the manifest says. */
export async function* verified(
  inventory: Inventory,
  file: InventoryFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash("md5");
  const { bytes } = await openFile(inventory, file.key, signal);
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== file.md5) {
    throw damaged(inventory, file);
  }
}

/** The refusal of a file that is not what the manifest says. */
export function damaged(inventory: Inventory, { key }: InventoryFile): Error {
  return unreadable(inventory, {
    en: `\`${key}\` is not what the manifest's MD5 says`,
    ja: `\`${key}\` の内容がマニフェストの MD5 と一致しません`,
  });
}
