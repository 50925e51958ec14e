import { createHash, createHmac } from "node:crypto";
import type { Digest } from "../aws/index.ts";

/** The hashes that signing needs, from Node. */
export const nodeDigest: Digest = {
  sha256Hex: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  hmacSha256: (key, text) => createHmac("sha256", key).update(text).digest(),
};
