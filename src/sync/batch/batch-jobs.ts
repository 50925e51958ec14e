import type { Cancellable, WriteOptions } from "../ports.ts";

/** A job of S3 Batch Operations as Sluice asks for it: copies of what a manifest lists. */
export interface BatchOrder {
  readonly description: string;
  readonly roleArn: string;
  readonly destinationBucket: string;
  /** The folder in the destination's bucket that keys are put into as they are; its root when absent. */
  readonly destinationFolder?: string;
  /** Of a write, what a job can be told. */
  readonly write: Pick<WriteOptions, "acl" | "storageClass" | "sseKmsKeyId" | "checksumAlgorithm">;
  readonly manifest: { readonly bucket: string; readonly key: string; readonly etag: string };
  readonly report: { readonly bucket: string; readonly prefix: string };
}

/** Why a job failed, in AWS's words. */
interface JobFailure {
  readonly code: string;
  readonly reason: string;
}

/** A job as it stands. */
export interface BatchJob {
  readonly id: string;
  /** AWS's word: `Active`, `Complete`, …. */
  readonly status: string;
  readonly description: string;
  readonly createdMs: number;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** A job with all that is told of one alone. */
export interface DescribedJob extends BatchJob {
  readonly failures: readonly JobFailure[];
  /** Where it copies to, when it copies; the folder as in its order. */
  readonly destination?: { readonly bucket: string; readonly folder: string | undefined };
  /** Where its completion report goes, when it writes one. */
  readonly report?: { readonly bucket: string; readonly prefix: string };
}

/** S3 Batch Operations in the account of one identity; throws `AwsError` when AWS refuses. */
export interface BatchJobs {
  /** Creates a job, which begins by itself. */
  create(order: BatchOrder): Promise<{ readonly id: string; readonly region: string }>;
  describe(id: string): Promise<DescribedJob>;
  /** Jobs of the last 90 days, the newest first. */
  list(run?: Cancellable): AsyncIterable<BatchJob>;
}

const OVER: ReadonlySet<string> = new Set(["Complete", "Failed", "Cancelled"]);

/** Whether a job will change no more (S3 User Guide, Tracking job status). */
export function isOver({ status }: Pick<BatchJob, "status">): boolean {
  return OVER.has(status);
}
