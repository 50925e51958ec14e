/** The operations that a sync sends, by AWS's API names; they are not IAM actions. */
export type S3Operation =
  | "ListObjectsV2"
  | "HeadObject"
  | "GetObject"
  | "GetObjectTagging"
  | "PutObjectTagging"
  | "PutObject"
  | "CopyObject"
  | "DeleteObject"
  | "DeleteObjects"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "UploadPartCopy"
  | "ListParts"
  | "ListMultipartUploads"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload";

/**
 * The objects a call touches: one key, or every key that starts with `prefix`.
 * A plan not yet listed knows only the prefix.
 */
type KeyScope =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "prefix"; readonly prefix: string };

/** An object or a set of objects in a bucket. */
export interface ObjectScope {
  readonly bucket: string;
  readonly keys: KeyScope;
}

/** Which side of a sync a call or a need belongs to. */
export type Side = "source" | "destination";

/**
 * One kind of request that a run will send: what permissions are derived from.
 * `on` is the bucket and keys addressed, `from` the copy source where there is one,
 * `parameters` those headers and query parameters that policies can see, lower-case
 * (`prefix`, `x-amz-acl`, …), and `count` how often it is expected, where known.
 * With `carriesTags` it puts the tags on the object that the source has, which are known no earlier.
 */
export interface AwsCall {
  readonly operation: S3Operation;
  readonly side: Side;
  readonly on: ObjectScope;
  readonly from?: ObjectScope;
  readonly parameters: Readonly<Record<string, string>>;
  readonly carriesTags?: true;
  readonly count?: number;
}
