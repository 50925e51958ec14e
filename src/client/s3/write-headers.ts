import { createHash } from "node:crypto";
import { encodeKeyPath, parseAccessPointArn, s3Arn } from "../../aws/index.ts";
import type { CopySource, CustomerKey, ObjectDescription, WriteOptions } from "../../sync/index.ts";
import { DESCRIPTION_HEADERS, METADATA_PREFIX } from "./description-headers.ts";

type Header = readonly [name: string, value: string];

/** The headers of a new object. */
export function writeHeaders(options: WriteOptions): readonly Header[] {
  const headers: Header[] = [];
  addDescription(headers, options);
  add(headers, "x-amz-tagging", options.tagging || undefined);
  addSettings(headers, options);
  return headers;
}

/**
 * The headers of a copied object. S3 ignores a description unless it replaces the source's, so none
 * is sent otherwise and the copy keeps its source's (S3 API Reference, CopyObject); only the website
 * redirect is never copied.
 */
export function copyHeaders(options: WriteOptions, source: CopySource): readonly Header[] {
  const { metadataDirective: directive, tagging, websiteRedirectLocation } = options;
  const headers: Header[] = [];
  add(headers, "x-amz-metadata-directive", directive);
  if (directive === "REPLACE") addDescription(headers, options);
  else add(headers, "x-amz-website-redirect-location", websiteRedirectLocation);
  add(headers, "x-amz-checksum-algorithm", options.checksumAlgorithm);
  if (tagging !== undefined) headers.push(["x-amz-tagging-directive", "REPLACE"]);
  add(headers, "x-amz-tagging", tagging || undefined);
  addSettings(headers, options);
  addCopySource(headers, source);
  return headers;
}

/** The headers that name what a copy reads. */
export function copySourceHeaders(source: CopySource): readonly Header[] {
  const headers: Header[] = [];
  addCopySource(headers, source);
  return headers;
}

/** The headers of a customer's key, with its digest (S3 User Guide, Using SSE-C). */
export function customerKeyHeaders(
  customer: CustomerKey | undefined,
  prefix = "x-amz-server-side-encryption-customer",
): readonly Header[] {
  if (customer === undefined) return [];
  const { algorithm, key } = customer;
  return [
    [`${prefix}-algorithm`, algorithm],
    [`${prefix}-key`, Buffer.from(key).toString("base64")],
    [`${prefix}-key-md5`, createHash("md5").update(key).digest("base64")],
  ];
}

/** What is never taken from a source. */
function addSettings(headers: Header[], options: WriteOptions): void {
  add(headers, "x-amz-acl", options.acl);
  for (const [name, grantees] of Object.entries(options.grants ?? {})) {
    headers.push([`x-amz-grant-${name}`, grantees]);
  }
  add(headers, "x-amz-storage-class", options.storageClass);
  add(headers, "x-amz-server-side-encryption", options.serverSideEncryption);
  add(headers, "x-amz-server-side-encryption-aws-kms-key-id", options.sseKmsKeyId);
  headers.push(...customerKeyHeaders(options.sseCustomer));
  add(headers, "if-none-match", options.ifNoneMatch);
}

function addCopySource(headers: Header[], { bucket, key, ifMatch, sseCustomer }: CopySource): void {
  headers.push(["x-amz-copy-source", encodeKeyPath(copySourceText(bucket, key))]);
  add(headers, "x-amz-copy-source-if-match", ifMatch === undefined ? undefined : `"${ifMatch}"`);
  headers.push(
    ...customerKeyHeaders(sseCustomer, "x-amz-copy-source-server-side-encryption-customer"),
  );
}

/** S3 API Reference, CopyObject, x-amz-copy-source: through an access point, the ARN of the object. */
function copySourceText(bucket: string, key: string): string {
  return parseAccessPointArn(bucket) === undefined ? `${bucket}/${key}` : s3Arn(bucket, key);
}

function addDescription(headers: Header[], description: ObjectDescription): void {
  for (const [field, name] of DESCRIPTION_HEADERS) add(headers, name, description[field]);
  for (const [name, value] of Object.entries(description.metadata ?? {})) {
    headers.push([`${METADATA_PREFIX}${name}`, value]);
  }
}

function add(headers: Header[], name: string, value: string | undefined): void {
  if (value !== undefined) headers.push([name, value]);
}
