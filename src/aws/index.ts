export { type Arn, formatArn, isAccountId, parseArn, partitionOf, s3Arn } from "./arn.ts";
export type { AwsCall, KeyScope, ObjectScope, S3Operation, Side } from "./aws-call.ts";
export { AwsError, type AwsErrorDetail } from "./aws-error.ts";
export type { Credentials } from "./credentials.ts";
export type { Parsed, Problem } from "./parsed.ts";
export { formatS3Uri, parseS3Uri, type S3Location } from "./s3-uri.ts";
export { type Digest, EMPTY_SHA256, UNSIGNED_PAYLOAD, type WireRequest } from "./sigv4/types.ts";
export { UsageError } from "./usage-error.ts";
export { compareUtf8 } from "./utf8-order.ts";
