import { encodeKeyPath } from "../../aws/index.ts";
import type { CopySource, WriteOptions } from "../../sync/index.ts";

type Headers = readonly (readonly [name: string, value: string])[];

/** The headers of a new object. */
export function writeHeaders(options: WriteOptions): Headers {
  return [...header("content-type", options.contentType), ...copyHeaders(options)];
}

/**
 * The headers of a copied object. S3 ignores a content type unless all metadata is replaced, so
 * none is sent and the copy keeps its source's (S3 API Reference, CopyObject).
 */
export function copyHeaders(options: WriteOptions): Headers {
  return [
    ...header("x-amz-acl", options.acl),
    ...header("x-amz-storage-class", options.storageClass),
    ...header("x-amz-server-side-encryption", options.serverSideEncryption),
    ...header("x-amz-server-side-encryption-aws-kms-key-id", options.sseKmsKeyId),
  ];
}

/** The headers that name what a copy reads. */
export function copySourceHeaders({ bucket, key, ifMatch }: CopySource): Headers {
  return [
    ["x-amz-copy-source", encodeKeyPath(`${bucket}/${key}`)],
    ...header("x-amz-copy-source-if-match", ifMatch === undefined ? undefined : `"${ifMatch}"`),
  ];
}

function header(name: string, value: string | undefined): Headers {
  return value === undefined ? [] : [[name, value]];
}
