import { createHash, createHmac } from "node:crypto";
import type { Digest, RunningSha256 } from "../../src/aws/index.ts";

export const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

export function startSha256(): RunningSha256 {
  const hash = createHash("sha256");
  return {
    update(bytes) {
      hash.update(bytes);
    },
    hex: () => hash.digest("hex"),
  };
}

/** The credentials of all examples in AWS's documentation. */
export const example = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** 20130524T000000Z. */
export const exampleTimeMs: number = Date.UTC(2013, 4, 24);
