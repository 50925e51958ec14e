import { dirname } from "node:path";
import { ToldError } from "../../aws/index.ts";
import {
  type DestinationRoot,
  directoryInTheWay,
  requireNoDirectory,
} from "../sides/destination-root.ts";
import { eachPart } from "./each-part.ts";
import { errnoOf } from "../errno.ts";
import type { Sum } from "../checksum/checksum.ts";
import { combineSums, isCombinable, type PieceSum } from "../checksum/combine-sums.ts";
import { headOf } from "./examine.ts";
import { isLarge } from "./is-large.ts";
import { isKept } from "../journal/is-kept.ts";
import { startDownload, type StartedDownload } from "../journal/start-download.ts";
import { lengthOf, partsOf } from "./parts.ts";
import { pinnedEntry } from "./pinned-entry.ts";
import type { BucketStore, Entry } from "../ports.ts";
import { receive, type Received } from "./receive.ts";
import { requireInside } from "../sides/require-inside.ts";
import { downloadSmall, type SmallDownload } from "./small-download.ts";
import { smallSize } from "./small-size.ts";
import { TemporaryFile } from "./temporary-file.ts";
import { widthOfDownload } from "./width-of-download.ts";
import type { Reporter, Workbench } from "../run/workbench.ts";

/** An object, as it was listed, to write to a file. */
export interface Download {
  readonly store: BucketStore;
  /** The full key. */
  readonly key: string;
  readonly entry: Entry;
  readonly root: DestinationRoot;
}

/** Downloads an object beside its target and renames it there once it is whole. */
export async function download(
  listed: Download,
  bench: Workbench,
  reporter: Reporter,
): Promise<void> {
  const { store, key, entry, root } = listed;
  const target = root.pathToWrite(entry.key);
  const isSmall = entry.size <= smallSize(bench.options);
  // A rename finds a directory too, and a small object is soon there; a link would take it for a file.
  if (isSmall && bench.options.noOverwrite) requireNoDirectory(target);
  if (isSmall && (await small({ store, key, target, root }, bench, reporter))) return;
  requireNoDirectory(target);
  const { job, stored } = await pinned(listed, bench);
  const isInParts = isLarge(job.entry, bench);
  const { file, sums } = await opened(job, { directory: dirname(target), isInParts }, bench);
  try {
    requireInside(root.real, file.path);
    const read = isInParts ? inParts : whole;
    const { size, modifiedMs } = await read({ ...job, file, sums, stored }, bench, reporter);
    const { fsync, noOverwrite } = bench.options;
    bench.signal.throwIfAborted();
    const timeIsSet = await file.finish({ target, size, modifiedMs, fsync, noOverwrite });
    if (!timeIsSet) await reporter.warn("timestamp-not-set");
  } catch (error) {
    if (isInParts && isKept(error, bench)) await file.keep();
    else await file.discard();
    throw isClash(error) ? directoryInTheWay(target) : error;
  }
}

interface Pinned {
  readonly job: Download;
  /** What S3 has summed of all of it, where it was asked. */
  readonly stored?: Sum | undefined;
}

/** What is listed as large is looked at: S3 sends no sum with a range, and a listing may lack the ETag. */
async function pinned(listed: Download, bench: Workbench): Promise<Pinned> {
  if (!isLarge(listed.entry, bench)) return { job: listed };
  const { store, key, entry } = listed;
  const sseCustomer = bench.options.sourceCustomerKey;
  const head = await headOf({ store, key, entry, sseCustomer }, bench);
  return { job: { ...listed, entry: pinnedEntry(entry, head) }, stored: head?.sums[0] };
}

async function opened(
  { key, entry }: Download,
  { directory, isInParts }: { readonly directory: string; readonly isInParts: boolean },
  bench: Workbench,
): Promise<StartedDownload> {
  if (isInParts) return startDownload({ key, entry, directory }, bench);
  return { file: await TemporaryFile.create(directory, bench.journal?.tag), sums: new Map() };
}

async function small(job: SmallDownload, bench: Workbench, reporter: Reporter): Promise<boolean> {
  try {
    return await downloadSmall(job, bench, reporter);
  } catch (error) {
    throw isClash(error) ? directoryInTheWay(job.target) : error;
  }
}

type OpenDownload = Download & StartedDownload & Pick<Pinned, "stored">;
type Whole = Pick<Received, "size" | "modifiedMs">;

async function whole(job: OpenDownload, bench: Workbench, reporter: Reporter): Promise<Whole> {
  const { store, key, file } = job;
  const accept = (chunk: Uint8Array, position: number): Promise<void> =>
    file.write(chunk, position);
  // The time is the answer's, not the listing's: the object may have been replaced in between.
  const received = await receive({ store, key, accept }, bench);
  reporter.sized(received.size);
  reporter.moved(received.size);
  return received;
}

async function inParts(job: OpenDownload, bench: Workbench, reporter: Reporter): Promise<Whole> {
  const { store, key, file, entry, sums, stored } = job;
  const { options, journal } = bench;
  reporter.sized(entry.size);
  const ranges = partsOf(entry.size, options.partSize);
  const algorithm = stored && isCombinable(stored.algorithm) ? stored.algorithm : "CRC32";
  const width = widthOfDownload(options.partSize, options.maxConcurrentRequests);
  const pieces = await eachPart(ranges, width, async (range) => {
    const length = lengthOf(range);
    const written = sums.get(range.start);
    if (written !== undefined && (await file.sumOfRange(algorithm, range)) === written) {
      reporter.moved(length);
      return { value: written, length };
    }
    let value = "";
    const accept = async (bytes: Uint8Array, at: number): Promise<void> => {
      // At 0 once more, the body broke off and is read again.
      const before = at === 0 ? undefined : value;
      const position = range.start + at;
      const piece = { file: file.descriptor, position, bytes, algorithm, before };
      value = await bench.files.writePiece(piece);
    };
    // The ETag keeps the parts of two versions from being mixed: S3 answers 412.
    await receive({ store, key, range, overwrites: "shared", ifMatch: entry.etag, accept }, bench);
    reporter.moved(length);
    journal?.filePart(file.path, range.start, value);
    return { value, length };
  });
  if (stored !== undefined) await requireSum(job, stored, pieces);
  return entry;
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
