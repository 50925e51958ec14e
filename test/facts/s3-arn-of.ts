import { parseS3Uri, s3Arn } from "../../src/aws/index.ts";

/** The ARN of the object that `s3://bucket/key` names. */
export function s3ArnOf(uri: string): string {
  const { bucket, prefix: key } = parseS3Uri(uri);
  return s3Arn(bucket, key);
}
