/**
 * The storage classes that a general purpose bucket takes (S3 API Reference, PutObject: x-amz-storage-class), in the
 * order in which the AWS CLI lists them.
 */
export const STORAGE_CLASSES: readonly string[] = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
];
