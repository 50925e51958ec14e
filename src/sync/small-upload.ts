import type { BucketStore, WriteOptions } from "./ports.ts";
import { readSmallFile } from "./read-small-file.ts";
import { smallSize } from "./small-size.ts";
import { type Reporter, request, type Workbench } from "./workbench.ts";

/** A file to write to a bucket under a full key, and what the write carries. */
export interface SmallUpload {
  readonly path: string;
  readonly store: BucketStore;
  readonly key: string;
  readonly write: WriteOptions;
}

/** Uploads a file at one go; false, and nothing done, when it is too large for that. */
export async function uploadSmall(
  { path, store, key, write }: SmallUpload,
  bench: Workbench,
  reporter: Reporter,
): Promise<boolean> {
  // Not before there is room for a request: what waits need not be in memory.
  const size = await request(bench, async () => {
    const body = readSmallFile(path, smallSize(bench.options));
    if (body === undefined) return undefined;
    await store.putObject(key, body, { ...write, signal: bench.signal });
    return body.length;
  });
  if (size === undefined) return false;
  reporter.moved(size);
  return true;
}
