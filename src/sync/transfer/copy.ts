import { copiedAlready } from "./copied-already.ts";
import type { CopyJob } from "./copy-job.ts";
import { directivesOf, keptProperties, noteLateTags, writeLateTags } from "./kept-properties.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import type { CopySource } from "../ports.ts";
import { verifyCopy } from "./verify-copy.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** Has S3 copy an object, in one request or in parts; parts take nothing but bytes along. */
export function copy(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const isLarge = job.entry.size >= bench.options.multipartThreshold;
  return (isLarge ? inParts : whole)(job, bench, reporter);
}

async function whole(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const { to, entry } = job;
  const directives = directivesOf(job, bench);
  const write = directives instanceof Promise ? await directives : directives;
  const source = sourceOf(job, bench);
  const written = await request(bench, () => to.store.copyObject(source, to.key, write)).catch(
    (error: unknown) => copiedAlready(job, error, bench),
  );
  await verifyCopy(job, written, bench);
  reporter.moved(entry.size);
}

async function inParts(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const { to, entry } = job;
  const { signal } = bench;
  const { write, lateTags } = await keptProperties(job, undefined, { bench, reporter });
  const source = sourceOf(job, bench);
  const { sseCustomer } = write;
  // The listed ETag keeps the parts of two versions from being mixed: S3 answers 412.
  const pinned = entry.etag === undefined ? source : { ...source, ifMatch: entry.etag };
  const parts: MultipartWrite = {
    store: to.store,
    key: to.key,
    source: entry,
    write,
    sendPart: (upload, { partNumber, range }) =>
      request(bench, () =>
        to.store.uploadPartCopy(
          upload,
          { partNumber, source: pinned, range },
          { signal, ...(sseCustomer && { sseCustomer }) },
        ),
      ),
    beforeComplete: () => noteLateTags(job, lateTags, bench),
  };
  const written = await writeInParts(parts, bench, reporter);
  await verifyCopy(job, written, bench);
  await writeLateTags(job, lateTags, { bench, reporter });
}

function sourceOf({ from }: CopyJob, { options }: Workbench): CopySource {
  const { sourceCustomerKey: sseCustomer } = options;
  return { bucket: from.store.bucket, key: from.key, ...(sseCustomer && { sseCustomer }) };
}
