import { createCipheriv, createDecipheriv } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { RandomBytes } from "./random-ids.ts";

/** Messages about denials that only the account of who was denied can have decoded. */
export interface EncodedDenials {
  /** Undefined where STS would not take it for its length. */
  encode(account: string, text: string): string | undefined;
  /** Undefined for what is no message of this lab and that account. */
  decode(account: string, message: string): string | undefined;
}

// AWS STS API Reference, DecodeAuthorizationMessage.
const MAX_LENGTH = 10_240;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Makes messages that last until the lab stops: AWS does not say how long its own do, nor for which accounts. */
export function createEncodedDenials(random: RandomBytes): EncodedDenials {
  let key: Uint8Array | undefined;
  const ownKey = (): Uint8Array => (key ??= Uint8Array.from(random(32)));
  return {
    encode(account, text) {
      const iv = Uint8Array.from(random(IV_BYTES));
      const cipher = createCipheriv("aes-256-gcm", ownKey(), iv).setAAD(Buffer.from(account));
      const body = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()]);
      const message = Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
      return message.length > MAX_LENGTH ? undefined : message;
    },
    decode(account, message) {
      const bytes = Buffer.from(message, "base64url");
      const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      if (tag.length < TAG_BYTES) return undefined;
      const iv = bytes.subarray(0, IV_BYTES);
      try {
        const decipher = createDecipheriv("aes-256-gcm", ownKey(), iv)
          .setAAD(Buffer.from(account))
          .setAuthTag(tag);
        const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return inflateRawSync(Buffer.concat([body, decipher.final()])).toString();
      } catch {
        // What was not encrypted with this key, or for another account.
        return undefined;
      }
    },
  };
}
