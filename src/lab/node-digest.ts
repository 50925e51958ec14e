import { createHash, createHmac, type Hash, hash } from "node:crypto";
import { type Digest, HMAC_BLOCK, type RunningSha256, writeHmacBlocks } from "../aws/index.ts";

/** SHA-256 and HMAC-SHA-256 by OpenSSL. */
export const nodeDigest: Digest = {
  sha256Hex: (data) => hash("sha256", data, "hex"),
  hmacSha256,
};

/** RFC 2104, of two sums in one call each: `createHmac` takes more than twice the time of both. */
function hmacSha256(key: string | Uint8Array, data: string): Uint8Array {
  const given = typeof key === "string" ? Buffer.from(key) : key;
  const secret = given.length > HMAC_BLOCK ? sumOf("sha256", given) : given;
  const inner = Buffer.allocUnsafe(HMAC_BLOCK + Buffer.byteLength(data));
  const outer = Buffer.allocUnsafe(HMAC_BLOCK + 32);
  writeHmacBlocks(secret, inner, outer);
  inner.write(data, HMAC_BLOCK);
  outer.write(hash("sha256", inner, "binary"), HMAC_BLOCK, "binary");
  return sumOf("sha256", outer);
}

type Algorithm = "md5" | "sha1" | "sha256" | "sha512";

/** Taken as a text into the pool of buffers: to make a buffer of its own for each takes as long as the sum. */
function sumOf(algorithm: Algorithm, bytes: Uint8Array): Buffer {
  return Buffer.from(hash(algorithm, bytes, "binary"), "binary");
}

/** Base64 of HMAC-SHA-1, by which signature version 2 signs. */
export function hmacSha1(key: string, text: string): string {
  return createHmac("sha1", key).update(text).digest("base64");
}

/** A sum to feed piece by piece. */
export interface RunningHash {
  update(piece: Uint8Array): void;
  digest(): Buffer;
}

/** Starts a sum; most bodies are one piece, of which one call makes it in half the time. */
export function startHash(algorithm: Algorithm): RunningHash {
  let first: Uint8Array | undefined;
  let running: Hash | undefined;
  return {
    update(piece) {
      if (first === undefined) {
        first = piece;
        return;
      }
      running ??= createHash(algorithm).update(first);
      running.update(piece);
    },
    digest: () => running?.digest() ?? sumOf(algorithm, first ?? new Uint8Array()),
  };
}

/** A SHA-256 to feed piece by piece. */
export function startSha256(): RunningSha256 {
  const running = startHash("sha256");
  return {
    update(bytes) {
      running.update(bytes);
    },
    hex: () => running.digest().toString("hex"),
  };
}
