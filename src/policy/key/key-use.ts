import type { EncryptionContext } from "./key-grant.ts";
import type { KeyFacts } from "./key-facts.ts";

/** What S3 does with a key: of a multipart upload, all that its requests need together. */
export type KeyPurpose = "read" | "write" | "multipartWrite";

/** A key that an S3 request needs. */
export interface KeyUse {
  readonly key: KeyFacts;
  readonly purpose: KeyPurpose;
  /** With an S3 Bucket Key the encryption context names the bucket, else the object. */
  readonly bucketKey: boolean;
  /** What the caller adds by `x-amz-server-side-encryption-context`. */
  readonly encryptionContext?: EncryptionContext;
}
