import { s3Arn } from "../../aws/index.ts";
import type { KeyPurpose, KeyUse } from "../../policy/index.ts";
import type { EncryptionContext } from "../kms/ciphertext.ts";
import { makeDataKey, objectKeyFacts, openDataKey } from "../kms/object-keys.ts";
import { Refusal } from "../refusal.ts";
import type { DeleteMarker, ObjectEncryption, StoredObject } from "../state/stored-object.ts";
import { askedKey, type AskedKey } from "./encryption-asked.ts";
import type { ObjectCall } from "./s3-call.ts";

type Place = Pick<ObjectCall, "lab" | "bucket" | "key">;

/** The keys that a write needs, for its permission. */
export function keysToWrite(call: ObjectCall): {
  readonly objectKeys?: readonly KeyUse[];
} {
  const asked = askedKey(call);
  return asked === undefined ? {} : { objectKeys: [keyUse(call, asked, "write")] };
}

/** The keys that are needed for what has been encrypted. */
export function keysOf(
  call: Place,
  encryption: ObjectEncryption | undefined,
  purpose: KeyPurpose,
): { readonly objectKeys?: readonly KeyUse[] } {
  return encryption?.kind === "kms" ? { objectKeys: [keyUse(call, encryption, purpose)] } : {};
}

/** How a found object is encrypted. */
export function encryptionOf(
  found: StoredObject | DeleteMarker | undefined,
): ObjectEncryption | undefined {
  return found === undefined || "isDeleteMarker" in found ? undefined : found.encryption;
}

/** A new data key for what a call writes, whose right to it has been decided. */
export function newEncryption(
  call: ObjectCall,
): { readonly encryption: ObjectEncryption; readonly dataKey: Uint8Array } | undefined {
  const asked = askedKey(call);
  if (asked === undefined) return undefined;
  const { key, keyArn, hasBucketKey, context } = asked;
  if (key === undefined) throw keyGone(keyArn);
  const { plaintext, sealed } = makeDataKey(call.lab, key, encryptionContext(call, asked));
  const encryption = { kind: "kms", keyArn: key.arn, dataKey: sealed, hasBucketKey } as const;
  return { encryption: { ...encryption, ...(context && { context }) }, dataKey: plaintext };
}

/** The data key of what has been encrypted under a place's key. */
export function dataKeyOf(call: Place, encryption: ObjectEncryption): Uint8Array {
  if (encryption.kind !== "kms") throw new Error("no key of a customer is kept");
  const context = encryptionContext(call, encryption);
  const opened = openDataKey(call.lab, encryption.dataKey, context);
  if (opened === undefined) throw keyGone(encryption.keyArn);
  return opened;
}

function keyUse(call: Place, asked: Omit<AskedKey, "key">, purpose: KeyPurpose): KeyUse {
  const { context, keyArn, hasBucketKey } = asked;
  return {
    key: objectKeyFacts(call.lab, keyArn),
    purpose,
    bucketKey: hasBucketKey,
    ...(context && { encryptionContext: Object.fromEntries(context) }),
  };
}

/** S3 User Guide, Using server-side encryption with AWS KMS keys, Encryption context. */
function encryptionContext(
  { bucket, key }: Place,
  { hasBucketKey, context = [] }: Pick<AskedKey, "hasBucketKey" | "context">,
): EncryptionContext {
  const arn = hasBucketKey ? s3Arn(bucket.name) : s3Arn(bucket.name, key);
  return { ...Object.fromEntries(context), "aws:s3:arn": arn };
}

function keyGone(arn: string): Refusal {
  const message = `Key '${arn}' does not exist`;
  return new Refusal({ code: "KMS.NotFoundException", status: 400, message });
}
