import { AwsError } from "../../aws/index.ts";
import { eachPart } from "./each-part.ts";
import { asError } from "../errno.ts";
import { isKept } from "../journal/is-kept.ts";
import { type StartedUpload, startUpload, type UploadStart } from "../journal/start-upload.ts";
import { lengthOf, partsOf } from "./parts.ts";
import type {
  BucketStore,
  ByteRange,
  MultipartUpload,
  UploadedPart,
  WrittenObject,
} from "../ports.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** An object to write in parts. */
export interface MultipartWrite extends UploadStart {
  readonly sendPart: (upload: MultipartUpload, part: PartPlan) => Promise<UploadedPart>;
  /** Whether a part that was sent before is what would be sent now; it is, unless this says otherwise. */
  readonly isSame?: (
    upload: MultipartUpload,
    part: UploadedPart,
    range: ByteRange,
  ) => Promise<boolean>;
  /** Throws when what has been sent must not become an object. */
  readonly beforeComplete?: (sent: SentParts) => Promise<void>;
}

/** All parts of an object that is not made of them yet. */
export interface SentParts {
  readonly upload: MultipartUpload;
  readonly parts: readonly UploadedPart[];
}

/** One part to send. */
interface PartPlan {
  readonly partNumber: number;
  readonly range: ByteRange;
}

/**
 * Writes an object in parts, several at once. If any step fails, nothing is left behind, unless the
 * run is to be gone on with: then the parts stay, and the journal knows of them.
 */
export async function writeInParts(
  job: MultipartWrite,
  bench: Workbench,
  reporter: Reporter,
): Promise<WrittenObject> {
  const { store } = job;
  // Only what makes the object visible can be conditional.
  const { ifNoneMatch, ...write } = job.write;
  const started = await startUpload({ ...job, write }, bench, reporter);
  const { upload } = started;
  try {
    const sent = await sendParts(job, started, { bench, reporter });
    await job.beforeComplete?.({ upload, parts: sent });
    const how = {
      signal: bench.signal,
      ...(ifNoneMatch && { ifNoneMatch }),
      ...(write.sseCustomer && { sseCustomer: write.sseCustomer }),
    };
    const written = await request(bench, () => store.completeMultipartUpload(upload, sent, how));
    bench.journal?.uploadEnded(upload.uploadId);
    return written;
  } catch (error) {
    if (started.isContinued && isGone(error)) {
      // The process before this one may have been killed while it was made an object.
      bench.journal?.uploadEnded(upload.uploadId);
      return writeInParts(job, bench, reporter);
    }
    if (!isKept(error, bench)) await abandon(store, upload, { bench, reporter });
    throw error;
  }
}

interface Means {
  readonly bench: Workbench;
  readonly reporter: Reporter;
}

async function sendParts(
  job: MultipartWrite,
  { upload, present }: StartedUpload,
  { bench, reporter }: Means,
): Promise<readonly UploadedPart[]> {
  const plans = partsOf(job.source.size, bench.options.partSize).map((range, index) => ({
    partNumber: index + 1,
    range,
  }));
  return eachPart(plans, bench.options.maxConcurrentRequests, async (part) => {
    const there = present.get(part.partNumber);
    const isUsable = there !== undefined && (await isAsPlanned(job, { upload, there, part }));
    const uploaded = isUsable ? there : await job.sendPart(upload, part);
    reporter.moved(lengthOf(part.range));
    return uploaded;
  });
}

interface PresentPart {
  readonly upload: MultipartUpload;
  readonly there: UploadedPart;
  readonly part: PartPlan;
}

async function isAsPlanned(
  { isSame }: MultipartWrite,
  { upload, there, part: { range } }: PresentPart,
): Promise<boolean> {
  if (there.size !== lengthOf(range)) return false;
  return isSame === undefined || isSame(upload, there, range);
}

function isGone(error: unknown): boolean {
  return error instanceof AwsError && error.code === "NoSuchUpload";
}

/** The AWS CLI says nothing when the abort is refused too; the parts stay, and are paid for. */
async function abandon(
  store: BucketStore,
  upload: MultipartUpload,
  { bench, reporter }: Means,
): Promise<void> {
  try {
    // Not through `request`: a stopped run must still clean up.
    await bench.requests.use(1, () => store.abortMultipartUpload(upload));
    bench.journal?.uploadEnded(upload.uploadId);
  } catch (error) {
    await reporter.warn("orphaned-upload", asError(error));
  }
}
