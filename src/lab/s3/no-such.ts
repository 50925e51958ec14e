import { Refusal } from "../refusal.ts";

/** S3's answer to a bucket that is nobody's. */
export function noSuchBucket(name: string): Refusal {
  return new Refusal({
    code: "NoSuchBucket",
    status: 404,
    message: "The specified bucket does not exist",
    elements: { BucketName: name },
  });
}

/** S3's answer to a key without an object. */
export function noSuchKey(key: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({
    code: "NoSuchKey",
    status: 404,
    message: "The specified key does not exist.",
    elements: { Key: key },
    headers,
  });
}

/** S3's answer to a version that is not there. */
export function noSuchVersion(key: string, versionId: string): Refusal {
  return new Refusal({
    code: "NoSuchVersion",
    status: 404,
    message: "The specified version does not exist.",
    elements: { Key: key, VersionId: versionId },
  });
}

/** S3's answer to an upload that never was, or has ended. */
export function noSuchUpload(uploadId: string): Refusal {
  return new Refusal({
    code: "NoSuchUpload",
    status: 404,
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    elements: { UploadId: uploadId },
  });
}

/** S3's answer to who asks what protects a version that nothing does. */
export function noSuchLock(): Refusal {
  return new Refusal({
    code: "NoSuchObjectLockConfiguration",
    status: 404,
    message: "The specified object does not have a ObjectLock configuration",
  });
}
