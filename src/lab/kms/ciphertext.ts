import { createCipheriv, createDecipheriv } from "node:crypto";
import { compareUtf8 } from "../../aws/index.ts";
import type { RandomBytes } from "../random-ids.ts";

/** What a ciphertext is bound to: it opens only with the same (KMS Developer Guide, Encryption context). */
export type EncryptionContext = Readonly<Record<string, string>>;

/** A ciphertext taken apart, before anyone knows whether it will open. */
export interface SealedText {
  readonly keyArn: string;
  readonly iv: Uint8Array;
  readonly tag: Uint8Array;
  readonly sealed: Uint8Array;
}

// The layout of KMS's own ciphertexts is not public; this one begins with a byte that tells it.
const LAYOUT = 1;
const HEAD = 3;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM; the ciphertext carries the key's ARN, and the context is authenticated. */
export function seal(
  plaintext: Uint8Array,
  key: { readonly arn: string; readonly material: Uint8Array },
  { context, random }: { readonly context: EncryptionContext; readonly random: RandomBytes },
): Uint8Array {
  const iv = random(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.material, iv);
  cipher.setAAD(boundTo(key.arn, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn, "utf8");
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(LAYOUT);
  head.writeUInt16BE(arn.length, 1);
  return Buffer.concat([head, arn, iv, cipher.getAuthTag(), sealed]);
}

/** Takes a ciphertext apart; undefined for what is none. */
export function readSealed(blob: Uint8Array): SealedText | undefined {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < HEAD || bytes.readUInt8() !== LAYOUT) return undefined;
  const afterArn = HEAD + bytes.readUInt16BE(1);
  const afterIv = afterArn + IV_BYTES;
  const afterTag = afterIv + TAG_BYTES;
  if (bytes.length < afterTag) return undefined;
  return {
    keyArn: bytes.toString("utf8", HEAD, afterArn),
    iv: bytes.subarray(afterArn, afterIv),
    tag: bytes.subarray(afterIv, afterTag),
    sealed: bytes.subarray(afterTag),
  };
}

/** The plaintext; undefined when a byte of ciphertext or context differs. */
export function unseal(
  { keyArn, iv, tag, sealed }: SealedText,
  material: Uint8Array,
  context: EncryptionContext,
): Uint8Array | undefined {
  const decipher = createDecipheriv("aes-256-gcm", material, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(keyArn, context));
  decipher.setAuthTag(tag);
  const plaintext = decipher.update(sealed);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The order in which a context is written does not matter (same page), so it is written in one. */
function boundTo(keyArn: string, context: EncryptionContext): Uint8Array {
  const pairs = Object.entries(context).sort(([a], [b]) => compareUtf8(a, b));
  return Buffer.from(JSON.stringify([keyArn, pairs]), "utf8");
}
