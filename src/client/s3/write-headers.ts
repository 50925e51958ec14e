import { createHash } from "node:crypto";
import { encodeKeyPath } from "../../aws/index.ts";
import type { CopySource, CustomerKey, ObjectDescription, WriteOptions } from "../../sync/index.ts";
import { DESCRIPTION_HEADERS, METADATA_PREFIX } from "./description-headers.ts";

type Headers = readonly (readonly [name: string, value: string])[];

/** The headers of a new object. */
export function writeHeaders(options: WriteOptions): Headers {
  return [
    ...descriptionHeaders(options),
    ...header("x-amz-tagging", options.tagging || undefined),
    ...settingHeaders(options),
  ];
}

/**
 * The headers of a copied object. S3 ignores a description unless it replaces the source's, so none
 * is sent otherwise and the copy keeps its source's (S3 API Reference, CopyObject); only the website
 * redirect is never copied.
 */
export function copyHeaders(options: WriteOptions): Headers {
  const { metadataDirective: directive, tagging, websiteRedirectLocation } = options;
  const described =
    directive === "REPLACE"
      ? descriptionHeaders(options)
      : header("x-amz-website-redirect-location", websiteRedirectLocation);
  return [
    ...header("x-amz-metadata-directive", directive),
    ...described,
    ...header("x-amz-checksum-algorithm", options.checksumAlgorithm),
    ...header("x-amz-tagging-directive", tagging === undefined ? undefined : "REPLACE"),
    ...header("x-amz-tagging", tagging || undefined),
    ...settingHeaders(options),
  ];
}

/** What is never taken from a source. */
function settingHeaders(options: WriteOptions): Headers {
  return [
    ...header("x-amz-acl", options.acl),
    ...Object.entries(options.grants ?? {}).map(
      ([name, grantees]) => [`x-amz-grant-${name}`, grantees] as const,
    ),
    ...header("x-amz-storage-class", options.storageClass),
    ...header("x-amz-server-side-encryption", options.serverSideEncryption),
    ...header("x-amz-server-side-encryption-aws-kms-key-id", options.sseKmsKeyId),
    ...customerKeyHeaders(options.sseCustomer),
    ...header("if-none-match", options.ifNoneMatch),
  ];
}

/** The headers that name what a copy reads. */
export function copySourceHeaders({ bucket, key, ifMatch, sseCustomer }: CopySource): Headers {
  return [
    ["x-amz-copy-source", encodeKeyPath(`${bucket}/${key}`)],
    ...header("x-amz-copy-source-if-match", ifMatch === undefined ? undefined : `"${ifMatch}"`),
    ...customerKeyHeaders(sseCustomer, "x-amz-copy-source-server-side-encryption-customer"),
  ];
}

/** The headers of a customer's key, with its digest (S3 User Guide, Using SSE-C). */
export function customerKeyHeaders(
  customer: CustomerKey | undefined,
  prefix = "x-amz-server-side-encryption-customer",
): Headers {
  if (customer === undefined) return [];
  const { algorithm, key } = customer;
  return [
    [`${prefix}-algorithm`, algorithm],
    [`${prefix}-key`, Buffer.from(key).toString("base64")],
    [`${prefix}-key-md5`, createHash("md5").update(key).digest("base64")],
  ];
}

function descriptionHeaders(description: ObjectDescription): Headers {
  return [
    ...DESCRIPTION_HEADERS.flatMap(([field, name]) => header(name, description[field])),
    ...Object.entries(description.metadata ?? {}).map(
      ([name, value]) => [`${METADATA_PREFIX}${name}`, value] as const,
    ),
  ];
}

function header(name: string, value: string | undefined): Headers {
  return value === undefined ? [] : [[name, value]];
}
