import { AwsError } from "../../aws/index.ts";
import { copiedAlready } from "./copied-already.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import { combinableIn } from "../checksum/combine-sums.ts";
import { isLarge } from "./is-large.ts";
import { directivesOf, keptProperties, noteLateTags, writeLateTags } from "./kept-properties.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import { pinnedEntry } from "./pinned-entry.ts";
import type { CopySource, ObjectHead } from "../ports.ts";
import { requireSameParts, requireSameSums, verifyCopy } from "./verify-copy.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

interface Means {
  readonly bench: Workbench;
  readonly reporter: Reporter;
}

/** Has S3 copy an object, in one request or in parts; parts take nothing but bytes along. */
export async function copy(listed: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  if (!isLarge(listed.entry, bench)) return whole(listed, bench, reporter);
  const sseCustomer = bench.options.sourceCustomerKey;
  const head = await headOf({ ...listed.from, entry: listed.entry, sseCustomer }, bench);
  const job = { ...listed, entry: pinnedEntry(listed.entry, head) };
  reporter.sized(job.entry.size);
  if (!isLarge(job.entry, bench)) return whole(job, bench, reporter);
  return large(job, head, { bench, reporter });
}

/** A request that copies more may say nothing for longer than one waits: S3 copies some 100 MB a second. */
const MOST_AT_ONCE = 512 * 1024 * 1024;

/**
 * In parts, under a sum of the source's that parts make up. A hash goes along in one request alone, as does an
 * ETag that is to be compared later; where the tags may not be read, only parts go without them.
 */
async function large(
  job: CopyJob,
  head: ObjectHead | undefined,
  { bench, reporter }: Means,
): Promise<void> {
  const { checksum, copyProps, write } = bench.options;
  const sums = head?.sums ?? [];
  const isHashed = sums.some(({ algorithm }) => algorithm.startsWith("SHA"));
  const losesSum = write.checksumAlgorithm === undefined && combinableIn(sums) === undefined;
  if (losesSum && (isHashed || checksum) && job.entry.size <= MOST_AT_ONCE) {
    try {
      await whole(job, bench, reporter);
      return;
    } catch (error) {
      if (copyProps !== "auto" || !isDenied(error)) throw error;
    }
  }
  await inParts(job, head, { bench, reporter });
}

function isDenied(error: unknown): boolean {
  return error instanceof AwsError && error.code === "AccessDenied";
}

async function whole(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const { to, entry } = job;
  const directives = directivesOf(job, bench);
  const write = directives instanceof Promise ? await directives : directives;
  const source = sourceOf(job, bench);
  // What takes long is not to become another version on the way.
  const pinned = isLarge(entry, bench) ? pinnedTo(source, job) : source;
  const written = await request(bench, () => to.store.copyObject(pinned, to.key, write)).catch(
    (error: unknown) => copiedAlready(job, error, bench),
  );
  await verifyCopy(job, written, bench);
  reporter.moved(entry.size);
}

async function inParts(
  job: CopyJob,
  head: ObjectHead | undefined,
  { bench, reporter }: Means,
): Promise<void> {
  const { to, entry } = job;
  const { signal } = bench;
  const checksumAlgorithm = combinableIn(head?.sums ?? []);
  const kept = await keptProperties(job, head, { bench, reporter });
  const { lateTags } = kept;
  const write = { ...(checksumAlgorithm && { checksumAlgorithm }), ...kept.write };
  const source = sourceOf(job, bench);
  const { sseCustomer } = write;
  const pinned = pinnedTo(source, job);
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
    beforeComplete: (sent) => {
      requireSameParts(job, head?.sums ?? [], sent);
      return noteLateTags(job, lateTags, bench);
    },
  };
  const written = await writeInParts(parts, bench, reporter);
  requireSameSums(job, head?.sums ?? [], written.sums);
  await writeLateTags(job, lateTags, { bench, reporter });
}

/** The ETag keeps the bytes of two versions from being mixed: S3 answers 412. */
function pinnedTo(source: CopySource, { entry: { etag } }: CopyJob): CopySource {
  return etag === undefined ? source : { ...source, ifMatch: etag };
}

function sourceOf({ from }: CopyJob, { options }: Workbench): CopySource {
  const { sourceCustomerKey: sseCustomer } = options;
  return { bucket: from.store.bucket, key: from.key, ...(sseCustomer && { sseCustomer }) };
}
