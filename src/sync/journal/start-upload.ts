import { createHash } from "node:crypto";
import { AwsError } from "../../aws/index.ts";
import { asError } from "../errno.ts";
import type { BucketStore, Entry, MultipartUpload, UploadedPart, WriteOptions } from "../ports.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";
import { abortUnknown } from "./abort-unknown.ts";
import type { UploadRecord } from "./journal-record.ts";

/** A source as it was seen: what tells it from the same one changed. */
type SourceMark = Pick<Entry, "size" | "modifiedMs" | "etag">;

/** An upload in parts to begin, or to go on with. */
export interface UploadStart {
  readonly store: BucketStore;
  /** The full key. */
  readonly key: string;
  readonly source: SourceMark;
  readonly write: WriteOptions;
}

/** An upload that takes parts, and those that S3 has of it already. */
export interface StartedUpload {
  readonly upload: MultipartUpload;
  readonly present: ReadonlyMap<number, UploadedPart>;
  readonly isContinued: boolean;
}

/** Goes on with an upload that another process of this run left, or begins one. */
export async function startUpload(
  start: UploadStart,
  bench: Workbench,
  reporter: Reporter,
): Promise<StartedUpload> {
  const stamp = stampOf(start, bench);
  const left = bench.journal?.takeUpload(start.key, stamp);
  const continued = left && (await goOn(left, start, { bench, reporter }));
  return continued ?? begin(start, stamp, { bench, reporter });
}

interface Means {
  readonly bench: Workbench;
  readonly reporter: Reporter;
}

async function goOn(
  { key, uploadId, algorithm }: UploadRecord,
  { store, write: { sseCustomer } }: UploadStart,
  { bench, reporter }: Means,
): Promise<StartedUpload | undefined> {
  const upload = { key, uploadId, checksumAlgorithm: algorithm };
  const { signal, journal } = bench;
  try {
    const sealing = { signal, ...(sseCustomer && { sseCustomer }) };
    const parts = await request(bench, () => store.listParts(upload, sealing));
    const present = new Map(parts.map((part) => [part.partNumber, part]));
    return { upload, present, isContinued: true };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== "NoSuchUpload") {
      if (!MAY_NOT_LIST.has(error.code)) throw error;
      await store.abortMultipartUpload(upload).catch((refusal: unknown) =>
        // Named, because its parts are billed.
        reporter.warn("orphaned-upload", asError(refusal)),
      );
    }
    journal?.uploadEnded(uploadId);
    return undefined;
  }
}

/** Who may not list parts, or speaks to a service that cannot, sends them all again. */
const MAY_NOT_LIST: ReadonlySet<string> = new Set(["AccessDenied", "NotImplemented"]);

async function begin(
  { store, key, write }: UploadStart,
  stamp: string,
  { bench, reporter }: Means,
): Promise<StartedUpload> {
  const { journal, signal } = bench;
  const askedMs = journal?.takeAsked(key);
  await journal?.uploadAsked(key);
  const upload = await request(bench, () => store.createMultipartUpload(key, { ...write, signal }));
  const { uploadId, checksumAlgorithm: algorithm } = upload;
  await journal?.uploadBegun({ t: "upload", key, uploadId, algorithm, stamp });
  if (askedMs !== undefined) await abortUnknown({ store, upload, write, askedMs }, bench, reporter);
  return { upload, present: new Map(), isContinued: false };
}

/** A sum of all that the parts and the object are made of; keys of customers are left out. */
function stampOf({ source, write }: UploadStart, { options }: Workbench): string {
  const { size, modifiedMs, etag } = source;
  const told = { ...write, sseCustomer: write.sseCustomer?.algorithm };
  const made = { size, modifiedMs, etag, partSize: options.partSize, write: told };
  return createHash("sha256").update(JSON.stringify(made)).digest("base64");
}
