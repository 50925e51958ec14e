import { Refusal } from "../refusal.ts";

/** S3's answer to a name that no bucket can have. */
export function invalidBucketName(name: string): Refusal {
  return new Refusal({
    code: "InvalidBucketName",
    status: 400,
    message: "The specified bucket is not valid.",
    elements: { BucketName: name },
  });
}
