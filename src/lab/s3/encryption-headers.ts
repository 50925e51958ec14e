import type { ObjectEncryption } from "../state/stored-object.ts";

const SSE = "x-amz-server-side-encryption";

/** Headers by which a writer says how an object is encrypted. */
export const ENCRYPTION_HEADERS: readonly string[] = [
  SSE,
  `${SSE}-aws-kms-key-id`,
  `${SSE}-context`,
  `${SSE}-bucket-key-enabled`,
];

/** Headers that say how an object is encrypted. */
export function encryptionHeaders(
  encryption: ObjectEncryption | undefined,
): Readonly<Record<string, string>> {
  if (encryption?.kind !== "kms") return { [SSE]: "AES256" };
  return {
    [SSE]: "aws:kms",
    [`${SSE}-aws-kms-key-id`]: encryption.keyArn,
    ...(encryption.hasBucketKey && { [`${SSE}-bucket-key-enabled`]: "true" }),
  };
}

/** The same for its writer, who gets the encryption context back too (API Reference, PutObject). */
export function writtenEncryptionHeaders(
  encryption: ObjectEncryption | undefined,
): Readonly<Record<string, string>> {
  const headers = encryptionHeaders(encryption);
  if (encryption?.kind !== "kms" || encryption.context === undefined) return headers;
  const context = JSON.stringify(Object.fromEntries(encryption.context));
  return { ...headers, [`${SSE}-context`]: Buffer.from(context).toString("base64") };
}
