import { formatAccessPointArn, parseAccessPointArn } from "./access-point-arn.ts";

/**
 * The ARN of a bucket, or of an object in it, as policies write it: S3 ARNs carry neither region nor account,
 * but for access points, which stand in a bucket's place by their own ARN (S3 User Guide, Configuring IAM
 * policies for using access points).
 */
export function s3Arn(bucket: string, key?: string, partition = "aws"): string {
  const point = parseAccessPointArn(bucket);
  if (point !== undefined) {
    const arn = formatAccessPointArn(point);
    return key === undefined ? arn : `${arn}/object/${key}`;
  }
  return key === undefined
    ? `arn:${partition}:s3:::${bucket}`
    : `arn:${partition}:s3:::${bucket}/${key}`;
}
