import { type MultipartWrite, writeInParts } from "./multipart.ts";
import type { BucketStore, Entry } from "./ports.ts";
import { type Reporter, request, type Workbench } from "./workbench.ts";

/** An object, as it was listed, to write to another bucket or key; both keys are full. */
export interface Copy {
  readonly from: { readonly store: BucketStore; readonly key: string };
  readonly to: { readonly store: BucketStore; readonly key: string };
  readonly entry: Entry;
}

/**
 * Has S3 copy an object, in one request or in parts. A copy in parts takes no metadata along, which
 * is what version 1 of the AWS CLI does.
 */
export async function copy(job: Copy, bench: Workbench, reporter: Reporter): Promise<void> {
  const { from, to, entry } = job;
  const { signal } = bench;
  const { write, multipartThreshold } = bench.options;
  const source = { bucket: from.store.bucket, key: from.key };
  if (entry.size < multipartThreshold) {
    await request(bench, () => to.store.copyObject(source, to.key, { ...write, signal }));
    reporter.moved(entry.size);
    return;
  }
  // The listed ETag keeps the parts of two versions from being mixed: S3 answers 412.
  const pinned = entry.etag === undefined ? source : { ...source, ifMatch: entry.etag };
  const parts: MultipartWrite = {
    store: to.store,
    key: to.key,
    size: entry.size,
    write,
    sendPart: (upload, { partNumber, range }) =>
      request(bench, () =>
        to.store.uploadPartCopy(upload, { partNumber, source: pinned, range }, { signal }),
      ),
  };
  await writeInParts(parts, bench, reporter);
}
