import type { TransferSettings } from "../client/index.ts";
import type { SyncOptions } from "../sync/index.ts";

/** The options of a run with what a profile says of transfers; a flag still wins. */
export function withSettings(
  options: SyncOptions,
  settings: TransferSettings | undefined,
): SyncOptions {
  return { ...options, ...settings, ...options.asked };
}
