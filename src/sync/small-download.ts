import { dirname, join } from "node:path";
import type { DestinationRoot } from "./destination-root.ts";
import type { BucketStore } from "./ports.ts";
import { receive, type Received } from "./receive.ts";
import { smallSize } from "./small-size.ts";
import type { Reporter, Workbench } from "./workbench.ts";
import { writeSmallFile } from "./write-small-file.ts";

/** An object that was small when it was listed, to write to a file whose directory is there. */
export interface SmallDownload {
  readonly store: BucketStore;
  /** The full key. */
  readonly key: string;
  readonly target: string;
  readonly root: Pick<DestinationRoot, "requireInside">;
}

/** Downloads an object at one go; false, and nothing done, when it has grown too large for that. */
export async function downloadSmall(
  { store, key, target, root }: SmallDownload,
  bench: Workbench,
  reporter: Reporter,
): Promise<boolean> {
  const most = smallSize(bench.options);
  const chunks: Uint8Array[] = [];
  const accept = (chunk: Uint8Array, position: number): Promise<void> => {
    // At position 0 once more, the body broke off and is read again.
    if (position === 0) chunks.length = 0;
    chunks.push(chunk);
    return position + chunk.length > most ? Promise.reject(new GrownLarge()) : Promise.resolve();
  };
  let received: Received;
  try {
    received = await receive({ store, key, accept }, bench);
  } catch (error) {
    if (error instanceof GrownLarge) return false;
    throw error;
  }
  bench.signal.throwIfAborted();
  // The time is the answer's, not the listing's: the object may have been replaced in between.
  const { size, modifiedMs } = received;
  const { noOverwrite } = bench.options;
  const temporaryPath = join(dirname(target), temporaryName(bench.journal?.tag));
  const requireInside = (path: string): void => {
    root.requireInside(path);
  };
  const file = { chunks, temporaryPath, target, modifiedMs, noOverwrite, requireInside };
  if (!writeSmallFile(file)) await reporter.warn("timestamp-not-set");
  reporter.moved(size);
  return true;
}

/** The object is not the one that was listed. */
class GrownLarge extends Error {
  override readonly name = "GrownLarge";
}

/** It is only created where nothing has that name, so that it need not be hard to guess. */
function temporaryName(tag = randomHex()): string {
  return `.sluice-${tag}${randomHex()}.part`;
}

function randomHex(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}
