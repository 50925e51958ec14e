import { s3Arn } from "../../aws/index.ts";
import type { KeyPurpose, KeyUse } from "../../policy/index.ts";
import type { EncryptionContext } from "../kms/ciphertext.ts";
import { makeDataKey, objectKeyFacts, openDataKey } from "../kms/object-keys.ts";
import { Refusal } from "../refusal.ts";
import type { DeleteMarker, ObjectEncryption, StoredObject } from "../state/stored-object.ts";
import { askedKey, type AskedKey } from "./encryption-asked.ts";
import { requireCustomerKeysAllowed } from "./encryption-blocked.ts";
import {
  customerDataKey,
  type CustomerKey,
  newCustomerEncryption,
  readCustomerKey,
} from "./encryption-customer.ts";
import type { ObjectCall } from "./s3-call.ts";

/** A key of a bucket, and the customer's key that its reader has sent along. */
export interface SealedPlace extends Pick<ObjectCall, "lab" | "bucket" | "key"> {
  readonly customerKey?: CustomerKey | undefined;
}

/** The keys that a write needs, for its permission. */
export function keysToWrite(call: ObjectCall): {
  readonly objectKeys?: readonly KeyUse[];
} {
  const asked = askedKey(call);
  return asked === undefined ? {} : { objectKeys: [keyUse(call, asked, "write")] };
}

/** The keys that are needed for what has been encrypted. */
export function keysOf(
  call: SealedPlace,
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

/** How something is encrypted, and what opens it as long as the call lasts. */
interface Sealing {
  readonly encryption: ObjectEncryption;
  readonly dataKey: Uint8Array;
  readonly customerKey?: CustomerKey;
}

/** A new data key for what a call writes, whose right to it has been decided; `action` is for a refusal. */
export function newEncryption(call: ObjectCall, action = "s3:PutObject"): Sealing | undefined {
  const asked = askedKey(call);
  const customerKey = readCustomerKey(call.request);
  if (customerKey !== undefined) {
    requireCustomerKeysAllowed(call, action);
    return { ...newCustomerEncryption(customerKey, call.lab), customerKey };
  }
  if (asked === undefined) return undefined;
  const { key, keyArn, hasBucketKey, isDualLayer, context } = asked;
  if (key === undefined) throw keyGone(keyArn);
  const { plaintext, sealed } = makeDataKey(call.lab, key, encryptionContext(call, asked));
  const encryption = {
    kind: "kms",
    keyArn: key.arn,
    dataKey: sealed,
    hasBucketKey,
    ...(isDualLayer && { isDualLayer }),
    ...(context && { context }),
  } as const;
  return { encryption, dataKey: plaintext };
}

/** The data key of what has been encrypted under a place's key. */
export function dataKeyOf(place: SealedPlace, encryption: ObjectEncryption): Uint8Array {
  if (encryption.kind === "customer") return customerDataKey(encryption, place.customerKey);
  const context = encryptionContext(place, encryption);
  const opened = openDataKey(place.lab, encryption.dataKey, context);
  if (opened === undefined) throw keyGone(encryption.keyArn);
  return opened;
}

function keyUse(call: SealedPlace, asked: Omit<AskedKey, "key">, purpose: KeyPurpose): KeyUse {
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
  { bucket, key }: SealedPlace,
  { hasBucketKey, context = [] }: Pick<AskedKey, "hasBucketKey" | "context">,
): EncryptionContext {
  const arn = hasBucketKey ? s3Arn(bucket.name) : s3Arn(bucket.name, key);
  return { ...Object.fromEntries(context), "aws:s3:arn": arn };
}

function keyGone(arn: string): Refusal {
  const message = `Key '${arn}' does not exist`;
  return new Refusal({ code: "KMS.NotFoundException", status: 400, message });
}
