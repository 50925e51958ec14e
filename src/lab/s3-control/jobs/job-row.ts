import type { Pairs } from "../../state/stored-object.ts";

/** S3 User Guide, Tracking job status and completion reports; the lab never pauses a job. */
type JobStatus =
  | "New"
  | "Preparing"
  | "Suspended"
  | "Ready"
  | "Active"
  | "Completing"
  | "Complete"
  | "Failing"
  | "Failed"
  | "Cancelling"
  | "Cancelled";

/** What a job does to each object: a request to S3 that lacks only the object. */
export interface TaskTemplate {
  /** As it stands in requests and condition keys. */
  readonly operation:
    | "S3PutObjectCopy"
    | "S3PutObjectTagging"
    | "S3DeleteObjectTagging"
    | "S3PutObjectAcl"
    | "S3InitiateRestoreObject"
    | "S3PutObjectLegalHold"
    | "S3PutObjectRetention";
  readonly method: "PUT" | "POST" | "DELETE";
  /** The query parameter that names what of the object it is about. */
  readonly marker?: string;
  readonly headers: Pairs;
  readonly body?: string;
  /** Only of copies: where they go. */
  readonly target?: { readonly arn: string; readonly prefix?: string };
}

/** A column of a manifest. */
export type ManifestField = "Bucket" | "Key" | "VersionId" | "Ignore";

/** Where a job finds its list of objects. */
export interface JobManifest {
  readonly fields: readonly ManifestField[];
  readonly objectArn: string;
  readonly versionId?: string;
  /** Without quotes. */
  readonly etag: string;
}

/** Where a job writes what became of its tasks. */
export interface JobReport {
  readonly bucketArn: string;
  readonly prefix?: string;
  readonly scope: "AllTasks" | "FailedTasksOnly";
  readonly expectedOwner?: string;
}

/** A job of S3 Batch Operations. */
export interface JobRow {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly status: JobStatus;
  readonly createdMs: number;
  readonly priority: number;
  readonly roleArn: string;
  readonly description?: string;
  readonly needsConfirmation: boolean;
  readonly template: TaskTemplate;
  readonly manifest: JobManifest;
  readonly report?: JobReport;
  readonly tags?: Pairs;
  /** `Operation`, `Manifest` and `Report` as they were asked for. */
  readonly asked: string;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Since when it does its tasks. */
  readonly activeMs?: number;
  readonly suspendedMs?: number;
  readonly endedMs?: number;
  readonly statusReason?: string;
  readonly failure?: JobFailure;
}

/** Why a job failed. */
export interface JobFailure {
  readonly code: string;
  readonly reason: string;
}

/** One object of a job. */
export interface TaskRow {
  readonly bucket: string;
  /** As the manifest has it: URL-encoded. */
  readonly key: string;
  readonly versionId?: string;
  /** Absent until it is done. */
  readonly outcome?: TaskOutcome;
}

/** What became of a task, as the completion report says it. */
export interface TaskOutcome {
  readonly status: "succeeded" | "failed";
  readonly httpStatus: number;
  /** Empty for a task that succeeded. */
  readonly code: string;
  readonly message: string;
}

/** The ARN of a job. */
export function jobArn({ account, region, id }: Pick<JobRow, "account" | "region" | "id">): string {
  return `arn:aws:s3:${region}:${account}:job/${id}`;
}

/** Whether a job will change no more. */
export function isOver({ status }: JobRow): boolean {
  return status === "Complete" || status === "Failed" || status === "Cancelled";
}
