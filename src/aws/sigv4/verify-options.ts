import type { ReadAuthorization } from "./authorization.ts";
import type { CredentialScope } from "./scope.ts";
import type { Digest, WireRequest } from "./types.ts";

/** An access key as the server knows it. */
export interface KnownKey {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiresAtMs?: number | undefined;
}

/** What a request is checked against. */
export interface VerifyOptions {
  readonly request: WireRequest;
  /** The service that is addressed, e.g. `s3`. */
  readonly service: string;
  /** The region that must have been signed for, where the server insists on one. */
  readonly region?: string | undefined;
  /** SHA-256 of the body in hexadecimal: services other than S3 sign it without declaring it. */
  readonly bodySha256?: string | undefined;
  readonly nowMs: number;
  readonly digest: Digest;
  readonly findKey: (accessKeyId: string) => KnownKey | undefined;
  /** What `readAuthorization` found, where it was asked before. */
  readonly read?: ReadAuthorization;
  /** `deriveSigningKey`, or what remembers its results: a key signs a whole day. */
  readonly signingKeyOf?: (secretAccessKey: string, scope: CredentialScope) => Uint8Array;
}
