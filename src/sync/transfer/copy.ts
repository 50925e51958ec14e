import { copiedAlready } from "./copied-already.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import { SumOfPieces } from "../checksum/sum-of-pieces.ts";
import { directivesOf, keptProperties, noteLateTags, writeLateTags } from "./kept-properties.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import type { CopySource, ObjectHead } from "../ports.ts";
import { requireSameSums, verifyCopy } from "./verify-copy.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** Has S3 copy an object, in one request or in parts; parts take nothing but bytes along. */
export function copy(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const isLarge = job.entry.size >= bench.options.multipartThreshold;
  return (isLarge ? large : whole)(job, bench, reporter);
}

/** S3 User Guide, Copy objects: one request copies 5 GB, which CopyObject may count in powers of two. */
const MOST_BYTES = 5_000_000_000;

/**
 * In parts, under a sum of the source's, so that both can be compared; where that is a hash, which parts
 * do not make up, or where `--checksum` has nothing but an ETag, only one request takes it along.
 */
async function large(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const { from, entry } = job;
  const { checksum, sourceCustomerKey, write } = bench.options;
  const head = await headOf({ ...from, entry, sseCustomer: sourceCustomerKey }, bench);
  const sums = head?.sums ?? [];
  const { algorithm } = new SumOfPieces(sums);
  const isLost = algorithm.checksumAlgorithm === undefined && (sums.length > 0 || checksum);
  const isAsked = write.checksumAlgorithm !== undefined;
  if (isLost && !isAsked && entry.size <= MOST_BYTES) return whole(job, bench, reporter);
  await inParts(job, head, { bench, reporter });
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

async function inParts(
  job: CopyJob,
  head: ObjectHead | undefined,
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<void> {
  const { to, entry } = job;
  const { signal } = bench;
  const { algorithm } = new SumOfPieces(head?.sums ?? []);
  const kept = await keptProperties(job, head, { bench, reporter });
  const { lateTags } = kept;
  const write = { ...algorithm, ...kept.write };
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
  requireSameSums(job, head?.sums ?? [], written.sums);
  await writeLateTags(job, lateTags, { bench, reporter });
}

function sourceOf({ from }: CopyJob, { options }: Workbench): CopySource {
  const { sourceCustomerKey: sseCustomer } = options;
  return { bucket: from.store.bucket, key: from.key, ...(sseCustomer && { sseCustomer }) };
}
