import { createHash, createHmac } from "node:crypto";
import type { Digest, RunningSha256 } from "../aws/index.ts";

/** SHA-256 and HMAC-SHA-256 by OpenSSL. */
export const nodeDigest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** A SHA-256 to feed piece by piece. */
export function startSha256(): RunningSha256 {
  const hash = createHash("sha256");
  return {
    update(bytes) {
      hash.update(bytes);
    },
    hex: () => hash.digest("hex"),
  };
}
