import { Refusal } from "../refusal.ts";
import type { Bucket } from "../state/buckets.ts";
import type { S3Operation } from "./s3-call.ts";

/** S3 User Guide, Access point compatibility: the operations that take an access point for a bucket. */
const OPERATIONS: ReadonlySet<string> = new Set([
  "AbortMultipartUpload",
  "CompleteMultipartUpload",
  "CopyObject",
  "CreateMultipartUpload",
  "DeleteObject",
  "DeleteObjects",
  "DeleteObjectTagging",
  "GetBucketLocation",
  "GetObject",
  "GetObjectAcl",
  "GetObjectAttributes",
  "GetObjectLegalHold",
  "GetObjectRetention",
  "GetObjectTagging",
  "HeadBucket",
  "HeadObject",
  "ListMultipartUploads",
  "ListObjects",
  "ListObjectsV2",
  "ListObjectVersions",
  "ListParts",
  "PutObject",
  "PutObjectAcl",
  "PutObjectLegalHold",
  "PutObjectRetention",
  "PutObjectTagging",
  "RestoreObject",
  "UploadPart",
  "UploadPartCopy",
]);

/** Refuses what access points are not for; AWS's answer to it is not documented. */
export function requireAccessPointTakes({ name, method }: S3Operation, bucket: Bucket): void {
  if (bucket.accessPoint === undefined || OPERATIONS.has(name)) return;
  throw new Refusal({
    code: "MethodNotAllowed",
    status: 405,
    message: "The specified method is not allowed against this resource.",
    elements: { Method: method, ResourceType: "ACCESS_POINT" },
  });
}
