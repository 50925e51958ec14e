import type { AttachedPolicy } from "../../policy/index.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "../http/checksums.ts";
import type { ReceivedBody, StoredBody } from "./bodies.ts";
import { createObjectIndex, type ObjectIndex } from "./object-index.ts";

/** What a writer says about an object and a reader gets back. */
export interface ObjectDescription {
  readonly contentType: string;
  /** `cache-control` and its like, by lower-case header name. */
  readonly systemHeaders: Readonly<Record<string, string>>;
  /** By lower-case name without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
}

/** An object whole: what was said about it and where its bytes are. */
export interface StoredObject extends ObjectDescription {
  readonly body: StoredBody;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksum?: Checksum;
  /** Sizes of the parts, where it was made of parts. */
  readonly partSizes?: readonly number[];
}

/** One part of an upload. */
export interface StoredPart {
  readonly number: number;
  readonly body: ReceivedBody;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksum?: Checksum;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly description: ObjectDescription;
  readonly initiator: string;
  readonly initiatedMs: number;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
  readonly parts: Map<number, StoredPart>;
}

/** A bucket and everything in it. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
  readonly objects: ObjectIndex<StoredObject>;
  readonly uploads: Map<string, Upload>;
  policy?: AttachedPolicy;
}

/** An empty bucket, owner-enforced and never versioned. */
export function createBucket(
  named: Pick<Bucket, "name" | "account" | "region" | "createdMs">,
): Bucket {
  return { ...named, objects: createObjectIndex(), uploads: new Map() };
}
