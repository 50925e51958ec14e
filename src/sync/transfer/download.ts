import { dirname } from "node:path";
import { ToldError } from "../../aws/index.ts";
import {
  type DestinationRoot,
  directoryInTheWay,
  requireNoDirectory,
} from "../sides/destination-root.ts";
import { eachPart } from "./each-part.ts";
import { errnoOf } from "../errno.ts";
import { createRunningSum, type Sum } from "../checksum/checksum.ts";
import { combineSums, isCombinable, type PieceSum } from "../checksum/combine-sums.ts";
import { headOf } from "./examine.ts";
import { isKept } from "../journal/is-kept.ts";
import { startDownload, type StartedDownload } from "../journal/start-download.ts";
import { lengthOf, partsOf } from "./parts.ts";
import type { BucketStore, Entry } from "../ports.ts";
import { receive, type Received } from "./receive.ts";
import { requireInside } from "../sides/require-inside.ts";
import { downloadSmall, type SmallDownload } from "./small-download.ts";
import { smallSize } from "./small-size.ts";
import { TemporaryFile } from "./temporary-file.ts";
import type { Reporter, Workbench } from "../run/workbench.ts";

/**
 * Parts of one object at once. A connection to S3 carries up to 90 MB/s (S3 User Guide, Performance guidelines),
 * so that these bring more than one thread can take; the bytes of more would push each other out of its caches.
 */
const PARTS_AT_ONCE = 16;

/** An object, as it was listed, to write to a file. */
export interface Download {
  readonly store: BucketStore;
  /** The full key. */
  readonly key: string;
  readonly entry: Entry;
  readonly root: DestinationRoot;
}

/** Downloads an object beside its target and renames it there once it is whole. */
export async function download(job: Download, bench: Workbench, reporter: Reporter): Promise<void> {
  const { store, key, entry, root } = job;
  const target = root.pathToWrite(entry.key);
  const isSmall = entry.size <= smallSize(bench.options);
  // A rename finds a directory too, and a small object is soon there; a link would take it for a file.
  if (isSmall && bench.options.noOverwrite) requireNoDirectory(target);
  if (isSmall && (await small({ store, key, target, root }, bench, reporter))) return;
  requireNoDirectory(target);
  const isLarge = entry.size >= bench.options.multipartThreshold;
  const { file, sums } = await opened(job, { directory: dirname(target), isLarge }, bench);
  try {
    requireInside(root.real, file.path);
    const { size, modifiedMs } = await (isLarge ? inParts : whole)(
      { ...job, file, sums },
      bench,
      reporter,
    );
    const { fsync, noOverwrite } = bench.options;
    bench.signal.throwIfAborted();
    const timeIsSet = await file.finish({ target, size, modifiedMs, fsync, noOverwrite });
    if (!timeIsSet) await reporter.warn("timestamp-not-set");
  } catch (error) {
    if (isLarge && isKept(error, bench)) await file.keep();
    else await file.discard();
    throw isClash(error) ? directoryInTheWay(target) : error;
  }
}

async function opened(
  { key, entry }: Download,
  { directory, isLarge }: { readonly directory: string; readonly isLarge: boolean },
  bench: Workbench,
): Promise<StartedDownload> {
  if (isLarge) return startDownload({ key, entry, directory }, bench);
  return { file: await TemporaryFile.create(directory, bench.journal?.tag), sums: new Map() };
}

async function small(job: SmallDownload, bench: Workbench, reporter: Reporter): Promise<boolean> {
  try {
    return await downloadSmall(job, bench, reporter);
  } catch (error) {
    throw isClash(error) ? directoryInTheWay(job.target) : error;
  }
}

type OpenDownload = Download & StartedDownload;
type Whole = Pick<Received, "size" | "modifiedMs">;

async function whole(job: OpenDownload, bench: Workbench, reporter: Reporter): Promise<Whole> {
  const { store, key, file } = job;
  const accept = (chunk: Uint8Array, position: number): Promise<void> =>
    file.write(chunk, position);
  // The time is the answer's, not the listing's: the object may have been replaced in between.
  const received = await receive({ store, key, accept }, bench);
  reporter.moved(received.size);
  return received;
}

async function inParts(job: OpenDownload, bench: Workbench, reporter: Reporter): Promise<Whole> {
  const { store, key, file, entry, sums } = job;
  const { options, journal } = bench;
  const ranges = partsOf(entry.size, options.partSize);
  const expected = await storedSum(job, bench);
  const algorithm = expected && isCombinable(expected.algorithm) ? expected.algorithm : "CRC32";
  const atOnce = Math.min(PARTS_AT_ONCE, options.maxConcurrentRequests);
  const pieces = await eachPart(ranges, atOnce, async (range) => {
    const length = lengthOf(range);
    const written = sums.get(range.start);
    if (written !== undefined && (await file.sumOfRange(algorithm, range)) === written) {
      reporter.moved(length);
      return { value: written, length };
    }
    let running = createRunningSum(algorithm);
    const accept = (chunk: Uint8Array, position: number): Promise<void> => {
      // At position 0 once more, the body broke off and is read again.
      if (position === 0) running = createRunningSum(algorithm);
      running.update(chunk);
      return file.write(chunk, range.start + position);
    };
    // The listed ETag keeps the parts of two versions from being mixed: S3 answers 412.
    await receive({ store, key, range, ifMatch: entry.etag, accept }, bench);
    reporter.moved(length);
    const value = running.base64();
    journal?.filePart(file.path, range.start, value);
    return { value, length };
  });
  if (expected !== undefined) await requireSum(job, expected, pieces);
  return entry;
}

/** S3 sends no sum with a range, so it is asked for the object's before. */
async function storedSum(
  { store, key, entry }: OpenDownload,
  bench: Workbench,
): Promise<Sum | undefined> {
  const sseCustomer = bench.options.sourceCustomerKey;
  const head = await headOf({ store, key, entry, sseCustomer }, bench);
  return head?.sums[0];
}

/** Hashes, unlike CRCs, cannot be put together: for those the file is read once more. */
async function requireSum(
  { store, key, file }: OpenDownload,
  { algorithm, value }: Sum,
  pieces: readonly PieceSum[],
): Promise<void> {
  const actual = combineSums(algorithm, pieces)?.value ?? (await file.sum(algorithm));
  if (actual === value) return;
  throw new ToldError({
    en: `cannot download \`s3://${store.bucket}/${key}\`: the ${algorithm} of what arrived is ${actual}, and S3 has ${value}`,
    ja: `\`s3://${store.bucket}/${key}\` をダウンロードできません。届いたデータの ${algorithm} は ${actual} ですが、S3 では ${value} です`,
  });
}

/** What a rename onto a directory says, which another key of this run may just have made. */
function isClash(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "EISDIR" || code === "ENOTEMPTY" || code === "EEXIST";
}
