import { parseArn } from "../../aws/index.ts";
import type { KeyPurpose, KeyUse, PolicyLayers } from "../../policy/index.ts";
import type { BucketEncryption, Facts, LimitFact } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";

/** The KMS keys that the objects of an S3 need take, as far as anybody could say. */
export function keyUsesOf(need: Need, facts: Facts): NonNullable<PolicyLayers["keys"]> {
  const purpose = purposeOf(need);
  if (purpose === undefined) return [];
  const encryption = valueOf(facts.buckets.get(need.bucket)?.encryption);
  if (encryption === undefined || encryption === "unreadable") return encryption ?? [];
  const key = purpose === "read" ? encryption.read : keyToWrite(need, encryption, facts);
  if (key !== undefined && key !== "unreadable" && isElsewhere(key.arn, need.bucket, facts)) {
    return [{ key: { ...key, state: "otherRegion" }, purpose, bucketKey: false }];
  }
  if (key === undefined) return [];
  if (key === "unreadable") return key;
  return [{ key, purpose, bucketKey: bucketKeyOf(need, encryption) } satisfies KeyUse];
}

function valueOf(
  fact: LimitFact<BucketEncryption> | undefined,
): BucketEncryption | "unreadable" | undefined {
  switch (fact?.known) {
    case true:
      return fact.value;
    case false:
      return "unreadable";
    case "assumed":
    case undefined:
      return undefined;
  }
}

/** What S3 does with a key for a need; it opens no object to list, to delete, or to tell its headers. */
function purposeOf({ action, because, context }: Need): KeyPurpose | undefined {
  // A customer's key comes before the bucket's default (S3 User Guide, Using SSE-C).
  if (context["s3:x-amz-server-side-encryption-customer-algorithm"] !== undefined) return undefined;
  switch (action) {
    case "s3:GetObject": {
      // S3 API Reference, HeadObject: to show a checksum, S3 decrypts it.
      const isHead = because.length > 0 && because.every((operation) => operation === "HeadObject");
      return isHead && context["s3:x-amz-checksum-mode"] === undefined ? undefined : "read";
    }
    case "s3:PutObject":
      return because.some((operation) => /Multipart|Part/.test(operation))
        ? "multipartWrite"
        : "write";
    default:
      return undefined;
  }
}

/** Headers come before the bucket's default (S3 User Guide, Specifying SSE-KMS). */
function keyToWrite(
  { context }: Need,
  { write, managed }: BucketEncryption,
  { keys }: Facts,
): BucketEncryption["write"] | "unreadable" {
  const [algorithm] = context["s3:x-amz-server-side-encryption"] ?? [];
  const [name] = context["s3:x-amz-server-side-encryption-aws-kms-key-id"] ?? [];
  if (algorithm === undefined) return write;
  if (!algorithm.startsWith("aws:kms")) return undefined;
  return (name === undefined ? managed : keys?.get(name)) ?? "unreadable";
}

/** S3 asks KMS in the bucket's region, where no key of another is found (S3 User Guide, Using SSE-KMS). */
export function isElsewhere(keyArn: string, bucket: string, { buckets }: Facts): boolean {
  const region = buckets.get(bucket)?.region;
  return region !== undefined && parseArn(keyArn)?.region !== region;
}

function bucketKeyOf({ context }: Need, { bucketKey }: BucketEncryption): boolean {
  const [header] = context["s3:x-amz-server-side-encryption-bucket-key-enabled"] ?? [];
  return header === undefined ? bucketKey : header === "true";
}
