import type { Authorization } from "./authorization.ts";
import type { Refusal } from "./refusal.ts";
import { formatScope, signText } from "./scope.ts";
import { refusalsOf } from "./service-refusals.ts";
import { type Digest, EMPTY_SHA256, type RunningSha256 } from "./types.ts";

/** The verified request whose signature the chunks continue. */
export interface ChunkSeed {
  readonly authorization: Authorization;
  readonly signingKey: Uint8Array;
}

/** The chain of signatures over a body: each one covers the one before it. */
export interface ChunkSignatures {
  start(provided: string): void;
  update(bytes: Uint8Array): void;
  /** Why the chunk is refused, if it is. */
  finish(): Refusal | undefined;
  /** Why the trailers are refused; `canonical` is `name:value\n` of each. */
  finishTrailers(canonical: string, provided: string): Refusal | undefined;
}

/** Starts the chain (Amazon S3 API Reference, Signature calculations: multiple chunks, trailing headers). */
export function createChunkSignatures(
  { authorization, signingKey }: ChunkSeed,
  digest: Digest,
  startSha256: () => RunningSha256,
): ChunkSignatures {
  const { timestamp, scope } = authorization;
  let previous = authorization.signature;
  let provided = "";
  let body = startSha256();

  const check = (algorithm: string, hashes: string): Refusal | undefined => {
    const stringToSign = `${algorithm}\n${timestamp}\n${formatScope(scope)}\n${previous}\n${hashes}`;
    previous = signText(signingKey, stringToSign, digest);
    if (previous === provided) return undefined;
    const signed = { canonicalRequest: "", stringToSign };
    return refusalsOf("s3").signatureMismatch({ ...authorization, signature: provided }, signed);
  };

  return {
    start(signature) {
      provided = signature;
      body = startSha256();
    },
    update(bytes) {
      body.update(bytes);
    },
    finish: () => check("AWS4-HMAC-SHA256-PAYLOAD", `${EMPTY_SHA256}\n${body.hex()}`),
    finishTrailers(canonical, signature) {
      provided = signature;
      return check("AWS4-HMAC-SHA256-TRAILER", digest.sha256Hex(canonical));
    },
  };
}
