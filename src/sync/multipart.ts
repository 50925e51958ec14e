import { eachPart } from "./each-part.ts";
import { asError } from "./errno.ts";
import { lengthOf, partsOf } from "./parts.ts";
import type {
  BucketStore,
  ByteRange,
  MultipartUpload,
  UploadedPart,
  WrittenObject,
  WriteOptions,
} from "./ports.ts";
import { type Reporter, request, type Workbench } from "./workbench.ts";

/** An object to write in parts. */
export interface MultipartWrite {
  readonly store: BucketStore;
  readonly key: string;
  readonly size: number;
  readonly write: WriteOptions;
  readonly sendPart: (upload: MultipartUpload, part: PartPlan) => Promise<UploadedPart>;
  /** Throws when what has been sent must not become an object. */
  readonly beforeComplete?: () => Promise<void>;
}

/** One part to send. */
interface PartPlan {
  readonly partNumber: number;
  readonly range: ByteRange;
}

/** Writes an object in parts, several at once; if any step fails, nothing is left behind. */
export async function writeInParts(
  job: MultipartWrite,
  bench: Workbench,
  reporter: Reporter,
): Promise<WrittenObject> {
  const { store, key } = job;
  const { signal } = bench;
  // Only what makes the object visible can be conditional.
  const { ifNoneMatch, ...write } = job.write;
  const upload = await request(bench, () => store.createMultipartUpload(key, { ...write, signal }));
  try {
    const plans = partsOf(job.size, bench.options.partSize).map((range, index) => ({
      partNumber: index + 1,
      range,
    }));
    const sent = await eachPart(plans, bench.options.maxConcurrentRequests, async (part) => {
      const uploaded = await job.sendPart(upload, part);
      reporter.moved(lengthOf(part.range));
      return uploaded;
    });
    await job.beforeComplete?.();
    return await request(bench, () =>
      store.completeMultipartUpload(upload, sent, { signal, ...(ifNoneMatch && { ifNoneMatch }) }),
    );
  } catch (error) {
    await abandon(store, upload, { bench, reporter });
    throw error;
  }
}

/** The AWS CLI says nothing when the abort is refused too; the parts stay, and are paid for. */
async function abandon(
  store: BucketStore,
  upload: MultipartUpload,
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<void> {
  try {
    // Not through `request`: a stopped run must still clean up.
    await bench.requests.use(1, () => store.abortMultipartUpload(upload));
  } catch (error) {
    await reporter.warn("orphaned-upload", asError(error));
  }
}
