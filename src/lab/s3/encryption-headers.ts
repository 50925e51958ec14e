import type { ObjectEncryption } from "../state/stored-object.ts";
import { CUSTOMER_KEY_HEADERS, type CustomerKey } from "./encryption-customer.ts";

const SSE = "x-amz-server-side-encryption";

/** Headers by which a writer says how an object is encrypted. */
export const ENCRYPTION_HEADERS: readonly string[] = [
  SSE,
  `${SSE}-aws-kms-key-id`,
  `${SSE}-context`,
  `${SSE}-bucket-key-enabled`,
  ...CUSTOMER_KEY_HEADERS,
];

/** Headers that say how an object is encrypted; a customer's key is named back to who has sent it. */
export function encryptionHeaders(
  encryption: ObjectEncryption | undefined,
  customerKey?: CustomerKey,
): Readonly<Record<string, string>> {
  switch (encryption?.kind) {
    case undefined:
      return { [SSE]: "AES256" };
    case "kms":
      return {
        [SSE]: encryption.isDualLayer ? "aws:kms:dsse" : "aws:kms",
        [`${SSE}-aws-kms-key-id`]: encryption.keyArn,
        ...(encryption.hasBucketKey && { [`${SSE}-bucket-key-enabled`]: "true" }),
      };
    case "customer":
      return customerKey === undefined
        ? {}
        : {
            [`${SSE}-customer-algorithm`]: "AES256",
            [`${SSE}-customer-key-MD5`]: customerKey.md5,
          };
  }
}

/** The same for its writer, who gets the encryption context back too (API Reference, PutObject). */
export function writtenEncryptionHeaders(
  encryption: ObjectEncryption | undefined,
  customerKey: CustomerKey | undefined,
): Readonly<Record<string, string>> {
  const headers = encryptionHeaders(encryption, customerKey);
  if (encryption?.kind !== "kms" || encryption.context === undefined) return headers;
  const context = JSON.stringify(Object.fromEntries(encryption.context));
  return { ...headers, [`${SSE}-context`]: Buffer.from(context).toString("base64") };
}
