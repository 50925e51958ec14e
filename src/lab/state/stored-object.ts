import type { Acl } from "../../policy/index.ts";
import type { Checksum } from "../http/checksums.ts";
import type { ObjectLock } from "./object-lock.ts";
import type { StoredBody } from "./stored-body.ts";

/** Names that a client chooses, with their values: as fields of an object some, like `__proto__`, would be lost. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What a writer says about an object and a reader gets back. */
export interface ObjectDescription extends ObjectLock {
  readonly contentType: string;
  /** `cache-control` and its like, by lower-case header name. */
  readonly systemHeaders?: Readonly<Record<string, string>>;
  /** By lower-case name without `x-amz-meta-`. */
  readonly metadata?: Pairs;
  readonly storageClass: string;
  readonly tags?: Pairs;
  /** `x-amz-website-redirect-location`. */
  readonly redirect?: string;
  readonly encryption?: ObjectEncryption;
}

/** How an object is encrypted; absent for SSE-S3. */
export type ObjectEncryption =
  | {
      readonly kind: "kms";
      readonly keyArn: string;
      /** The data key, encrypted under the KMS key. */
      readonly dataKey: Uint8Array;
      readonly hasBucketKey: boolean;
      /** Asked for as `aws:kms:dsse`. */
      readonly isDualLayer?: true;
      readonly context?: Pairs;
    }
  | CustomerEncryption;

/** Under a key that is only in its owner's requests; what is kept here tells it again. */
export interface CustomerEncryption {
  readonly kind: "customer";
  readonly salt: Uint8Array;
  readonly proof: Uint8Array;
}

/** Who owns an object and whom it is opened to; it counts while the bucket has ACLs enabled. */
export interface ObjectAccess {
  /** The account that wrote it, or `anonymous`, where that is not the bucket's. */
  readonly owner?: string;
  /** Its grants, where they are not the owner's alone. */
  readonly acl?: Acl;
}

/**
 * An object whole: what was said about it and where its bytes are. What most objects do not have is
 * absent, and costs nothing where it is kept.
 */
export interface StoredObject extends ObjectDescription, ObjectAccess {
  readonly body: StoredBody;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksum?: Checksum;
  /** The multipart upload that made it. */
  readonly uploadId?: string;
  /** Sizes of the parts, where it was made of parts. */
  readonly partSizes?: readonly number[];
  /** Their sums, by the algorithm of its own sum. */
  readonly partSums?: readonly string[];
  /** Absent for the `null` version. */
  readonly versionId?: string;
  /** Until when a copy of an archived object can be read. */
  readonly restoredUntilMs?: number;
}

/** In place of an object that was deleted while its bucket kept versions. */
export interface DeleteMarker {
  readonly isDeleteMarker: true;
  readonly modifiedMs: number;
  readonly versionId?: string;
  readonly owner?: string;
}
