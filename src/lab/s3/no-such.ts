import { Refusal } from "../refusal.ts";

export function noSuchBucket(name: string): Refusal {
  return new Refusal({
    code: "NoSuchBucket",
    status: 404,
    message: "The specified bucket does not exist",
    elements: { BucketName: name },
  });
}

export function noSuchKey(key: string): Refusal {
  return new Refusal({
    code: "NoSuchKey",
    status: 404,
    message: "The specified key does not exist.",
    elements: { Key: key },
  });
}

export function noSuchUpload(uploadId: string): Refusal {
  return new Refusal({
    code: "NoSuchUpload",
    status: 404,
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    elements: { UploadId: uploadId },
  });
}
