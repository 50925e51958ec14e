import { emptyReply, xmlReply } from "../http/reply.ts";
import { invalidArgument, malformedXml } from "../refusal.ts";
import type { BucketEncryption, BucketRowSettings } from "../state/s3-tables.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { blocksCustomerKeys } from "./encryption-blocked.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

const MAX_DOCUMENT = 64 * 1024;
const BY_DEFAULT = "ApplyServerSideEncryptionByDefault";
const BLOCKED = "BlockedEncryptionTypes";
const SSE_S3: BucketEncryption = { algorithm: "AES256", bucketKey: false };
const PLACE = { place: "bucket", markers: ["encryption"] } as const;

export const getBucketEncryption: S3Operation = {
  ...PLACE,
  name: "GetBucketEncryption",
  method: "GET",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:GetEncryptionConfiguration"),
  ],
  run: (call: BucketCall) => xmlReply(written(call)),
};

export const putBucketEncryption: S3Operation = {
  ...PLACE,
  name: "PutBucketEncryption",
  method: "PUT",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:PutEncryptionConfiguration"),
  ],
  async run(call: BucketCall) {
    await changeSettings(call, readEncryption(await call.payload.text(MAX_DOCUMENT)));
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
    await changeSettings(call, { encryption: SSE_S3 });
    return emptyReply(204);
  },
};

type Settings = Pick<BucketRowSettings, "encryption" | "blocksCustomerKeys">;

/** What a configuration does not name stays as it is: so does a block, whoever leaves it out. */
function changeSettings(call: BucketCall, settings: Settings): Promise<void> {
  return changeBucket(call, (row) => ({ ...row, settings: { ...row.settings, ...settings } }));
}

function written({ lab, bucket }: BucketCall): string {
  const { algorithm, kmsKey, bucketKey } = bucket.settings?.encryption ?? SSE_S3;
  const byDefault = element("SSEAlgorithm", algorithm) + element("KMSMasterKeyID", kmsKey);
  const blocked = blocksCustomerKeys(lab, bucket) ? "SSE-C" : "NONE";
  return s3Document(
    "ServerSideEncryptionConfiguration",
    wrap(
      "Rule",
      wrap(BY_DEFAULT, byDefault) +
        element("BucketKeyEnabled", bucketKey) +
        wrap(BLOCKED, element("EncryptionType", blocked)),
    ),
  );
}

function readEncryption(text: string): Settings {
  const root = expectElement(readXml(text), "ServerSideEncryptionConfiguration", ["Rule"]);
  const [rule, ...others] = root.children;
  if (rule === undefined || others.length > 0) throw malformedXml();
  expectElement(rule, "Rule", [BY_DEFAULT, BLOCKED, "BucketKeyEnabled"]);
  const byDefault = rule.children.find(({ name }) => name === BY_DEFAULT);
  const blocked = rule.children.find(({ name }) => name === BLOCKED);
  if (byDefault === undefined && blocked === undefined) throw malformedXml();
  const bucketKey = childText(rule, "BucketKeyEnabled")?.toLowerCase() === "true";
  return {
    ...(byDefault && { encryption: readDefault(byDefault, bucketKey) }),
    ...(blocked && { blocksCustomerKeys: readBlocked(blocked) }),
  };
}

function readBlocked(blocked: XmlElement): boolean {
  expectElement(blocked, BLOCKED, ["EncryptionType"]);
  const types = blocked.children.map(({ text }) => text);
  if (types.length !== 1 || (types[0] !== "SSE-C" && types[0] !== "NONE")) throw malformedXml();
  return types[0] === "SSE-C";
}

function readDefault(byDefault: XmlElement, bucketKey: boolean): BucketEncryption {
  const kmsKey = childText(byDefault, "KMSMasterKeyID");
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
    case "aws:kms:dsse":
      return { algorithm, bucketKey, ...(kmsKey !== undefined && { kmsKey }) };
    case undefined:
    default:
      throw malformedXml();
  }
}
