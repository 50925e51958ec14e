import type { S3Operation } from "../../aws/index.ts";

const OF_PARTS: ReadonlySet<S3Operation> = new Set([
  "CreateMultipartUpload",
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
]);

/** Whether only transfers in parts send an operation. */
export function isOfParts(operation: S3Operation): boolean {
  return OF_PARTS.has(operation);
}
