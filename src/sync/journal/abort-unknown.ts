import { asError } from "../errno.ts";
import type { BegunUpload, BucketStore, MultipartUpload, WriteOptions } from "../ports.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** How long a request may take from when it is noted to when S3 begins the upload. */
const SLACK_MS = 5_000;

/** An upload that has just begun to a key where an earlier one may have. */
export interface Successor {
  readonly store: BucketStore;
  readonly upload: MultipartUpload;
  /** How both are written. */
  readonly write: Pick<WriteOptions, "sseCustomer">;
  /** When the earlier one was asked for, by the clock of this machine. */
  readonly askedMs: number;
}

/**
 * Aborts the upload that a killed process of this run had asked for and whose id it never learnt. S3
 * puts no mark of ours on an upload, so it must be to the same key, by the same principal, begun
 * between the asking and now, and without a part: ours had none, and nobody's work is lost.
 */
export async function abortUnknown(
  { store, upload, write: { sseCustomer }, askedMs }: Successor,
  bench: Workbench,
  reporter: Reporter,
): Promise<void> {
  const { signal } = bench;
  const agoMs = Date.now() - askedMs;
  try {
    const begun = await request(bench, () => store.listUploads(upload.key, { signal }));
    const own = begun.find(({ uploadId }) => uploadId === upload.uploadId);
    if (own === undefined) return;
    for (const other of begun) {
      if (!couldBeOurs(other, own, agoMs)) continue;
      const candidate = { ...upload, uploadId: other.uploadId };
      const sealing = { signal, ...(sseCustomer && { sseCustomer }) };
      const parts = await request(bench, () => store.listParts(candidate, sealing));
      if (parts.length === 0) await request(bench, () => store.abortMultipartUpload(candidate));
    }
  } catch (error) {
    if (signal.aborted) throw error;
    await reporter.warn("unknown-upload", asError(error));
  }
}

/** Both times are S3's, so that a clock of ours that is wrong does not matter. */
function couldBeOurs(other: BegunUpload, own: BegunUpload, agoMs: number): boolean {
  if (other.uploadId === own.uploadId || other.initiator !== own.initiator) return false;
  const before = own.initiatedMs - other.initiatedMs;
  return before >= 0 && before <= agoMs + SLACK_MS;
}
