import type { FileState } from "../sides/open-source.ts";
import type { BucketStore, WriteOptions } from "../ports.ts";
import { smallSize } from "./small-size.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** A file to write to a bucket under a full key, and what the write carries. */
export interface SmallUpload {
  readonly path: string;
  readonly store: BucketStore;
  readonly key: string;
  readonly write: WriteOptions;
}

/** Uploads a file at one go, as it then was; undefined, and nothing done, when it is too large for that. */
export async function uploadSmall(
  { path, store, key, write }: SmallUpload,
  bench: Workbench,
  reporter: Reporter,
): Promise<FileState | undefined> {
  const { followSymlinks } = bench.options;
  // Not before there is room for a request: what waits need not be in memory.
  const sent = await request(bench, async () => {
    const read = await bench.files.read(path, { most: smallSize(bench.options), followSymlinks });
    if (read === undefined) return undefined;
    await store.putObject(key, read.body, { ...write, signal: bench.signal });
    return read.state;
  });
  if (sent !== undefined) reporter.moved(sent.size);
  return sent;
}
