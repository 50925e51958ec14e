import { emptyReply, xmlReply } from "../http/reply.ts";
import { invalidArgument, malformedXml, notImplemented } from "../refusal.ts";
import type { BucketEncryption } from "../state/s3-tables.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

const MAX_DOCUMENT = 64 * 1024;
const BY_DEFAULT = "ApplyServerSideEncryptionByDefault";
const SSE_S3: BucketEncryption = { algorithm: "AES256", bucketKey: false };
const PLACE = { place: "bucket", markers: ["encryption"] } as const;

export const getBucketEncryption: S3Operation = {
  ...PLACE,
  name: "GetBucketEncryption",
  method: "GET",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:GetEncryptionConfiguration"),
  ],
  run: ({ bucket }: BucketCall) => xmlReply(written(bucket.settings?.encryption ?? SSE_S3)),
};

export const putBucketEncryption: S3Operation = {
  ...PLACE,
  name: "PutBucketEncryption",
  method: "PUT",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:PutEncryptionConfiguration"),
  ],
  async run(call: BucketCall) {
    await setEncryption(call, readEncryption(await call.payload.text(MAX_DOCUMENT)));
    return emptyReply(200);
  },
};

/** Without a configuration a bucket encrypts with SSE-S3 (API Reference, DeleteBucketEncryption). */
export const deleteBucketEncryption: S3Operation = {
  ...PLACE,
  name: "DeleteBucketEncryption",
  method: "DELETE",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:PutEncryptionConfiguration"),
  ],
  async run(call: BucketCall) {
    await setEncryption(call, SSE_S3);
    return emptyReply(204);
  },
};

function setEncryption(call: BucketCall, encryption: BucketEncryption): Promise<void> {
  return changeBucket(call, (row) => ({ ...row, settings: { ...row.settings, encryption } }));
}

function written({ algorithm, kmsKey, bucketKey }: BucketEncryption): string {
  const byDefault = element("SSEAlgorithm", algorithm) + element("KMSMasterKeyID", kmsKey);
  return s3Document(
    "ServerSideEncryptionConfiguration",
    wrap("Rule", wrap(BY_DEFAULT, byDefault) + element("BucketKeyEnabled", bucketKey)),
  );
}

function readEncryption(text: string): BucketEncryption {
  const root = expectElement(readXml(text), "ServerSideEncryptionConfiguration", ["Rule"]);
  const [rule, ...others] = root.children;
  const byDefault = rule?.children.find(({ name }) => name === BY_DEFAULT);
  if (rule === undefined || byDefault === undefined || others.length > 0) throw malformedXml();
  requireKnown(rule);
  const kmsKey = childText(byDefault, "KMSMasterKeyID");
  const bucketKey = childText(rule, "BucketKeyEnabled")?.toLowerCase() === "true";
  const algorithm = childText(byDefault, "SSEAlgorithm");
  switch (algorithm) {
    case "AES256":
      if (kmsKey === undefined) return { algorithm, bucketKey };
      throw invalidArgument(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        BY_DEFAULT,
        "null",
      );
    case "aws:kms":
      return { algorithm, bucketKey, ...(kmsKey !== undefined && { kmsKey }) };
    case "aws:kms:dsse":
      throw notImplemented("`aws:kms:dsse`");
    case undefined:
    default:
      throw malformedXml();
  }
}

function requireKnown({ children }: XmlElement): void {
  const other = children.find(({ name }) => name !== BY_DEFAULT && name !== "BucketKeyEnabled");
  if (other !== undefined) throw notImplemented(`\`${other.name}\` of a rule of encryption`);
}
