import { dirname, join } from "node:path";
import type { DestinationRoot } from "../sides/destination-root.ts";
import type { BucketStore } from "../ports.ts";
import { smallSize } from "./small-size.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** An object that was small when it was listed, to write to a file whose directory is there. */
export interface SmallDownload {
  readonly store: BucketStore;
  /** The full key. */
  readonly key: string;
  readonly target: string;
  readonly root: Pick<DestinationRoot, "real">;
}

/** Downloads an object at one go; false, and nothing done, when it has grown too large for that. */
export async function downloadSmall(
  { store, key, target, root }: SmallDownload,
  bench: Workbench,
  reporter: Reporter,
): Promise<boolean> {
  const { options, signal } = bench;
  const sseCustomer = options.sourceCustomerKey;
  const read = await request(bench, () =>
    store.getSmallObject(key, {
      most: smallSize(options),
      signal,
      ...(sseCustomer && { sseCustomer }),
    }),
  );
  if (read === undefined) return false;
  signal.throwIfAborted();
  // The time is the answer's, not the listing's: the object may have been replaced in between.
  const { size, modifiedMs, body } = read;
  const { noOverwrite } = options;
  const temporaryPath = join(dirname(target), temporaryName(bench.journal?.tag));
  const file = { body, temporaryPath, target, modifiedMs, noOverwrite, insideOf: root.real };
  if (!(await bench.files.write(file))) await reporter.warn("timestamp-not-set");
  reporter.sized(size);
  reporter.moved(size);
  return true;
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
