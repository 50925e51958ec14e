/** SHA-256 and HMAC-SHA-256, handed in because pure code has no `node:crypto`. */
export interface Digest {
  /** Lower-case hexadecimal SHA-256. */
  sha256Hex(data: string | Uint8Array): string;
  /** Raw 32 bytes of HMAC-SHA-256. */
  hmacSha256(key: string | Uint8Array, data: string): Uint8Array;
}

/** A SHA-256 that is fed piece by piece. */
export interface RunningSha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; nothing may be fed afterwards. */
  hex(): string;
}

/**
 * A request as it stands on the wire. `path` is the raw, already percent-encoded path;
 * `query` the raw query without `?` (empty when there is none). Header names are in any case;
 * a name that occurs twice stands twice.
 */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The hash of no bytes, the value that an empty payload is signed with. */
export const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** Says that the body is not part of the signature. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
