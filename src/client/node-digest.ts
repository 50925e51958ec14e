import { hash } from "node:crypto";
import { type Digest, HMAC_BLOCK, writeHmacBlocks } from "../aws/index.ts";

/** The hashes that signing needs, from Node: at one go, as a running one costs twice as much for what is this short. */
export const nodeDigest: Digest = {
  sha256Hex: (bytes) => hash("sha256", bytes),
  hmacSha256,
};

function hmacSha256(key: string | Uint8Array, text: string): Uint8Array {
  const given = typeof key === "string" ? Buffer.from(key) : key;
  const secret = given.length > HMAC_BLOCK ? hash("sha256", given, "buffer") : given;
  const inner = Buffer.allocUnsafe(HMAC_BLOCK + Buffer.byteLength(text));
  const outer = Buffer.allocUnsafe(HMAC_BLOCK + 32);
  writeHmacBlocks(secret, inner, outer);
  inner.write(text, HMAC_BLOCK);
  outer.write(hash("sha256", inner, "binary"), HMAC_BLOCK, "binary");
  return hash("sha256", outer, "buffer");
}
