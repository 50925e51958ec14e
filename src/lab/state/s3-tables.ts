import type { Acl, ObjectOwnership, PublicAccessFlags } from "../../policy/index.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "../http/checksums.ts";
import type { NamedPrincipal } from "./iam-tables.ts";
import type { BucketObjectLock } from "./object-lock.ts";
import { objectForm, versionForm } from "./object-form.ts";
import type { Store, Table } from "./store.ts";
import type { StoredBody } from "./stored-body.ts";
import type {
  DeleteMarker,
  ObjectAccess,
  ObjectDescription,
  Pairs,
  StoredObject,
} from "./stored-object.ts";

/** A bucket and how it is set up. */
export interface BucketRow {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
  /** Absent until it is set for the first time. */
  readonly versioning?: "Enabled" | "Suspended";
  readonly objectLock?: BucketObjectLock;
  /** What it is set to; what is absent is as for a new bucket. */
  readonly settings?: BucketRowSettings;
  /** By query parameter, what is inside each document that it only keeps and gives back. */
  readonly documents?: Pairs;
  /** The text of its policy. */
  readonly policy?: string;
  /** Whom the policy named when it was written, by the ids that they had. */
  readonly named?: readonly NamedPrincipal[];
}

/** Settings of a bucket that decide about requests. */
export interface BucketRowSettings {
  readonly objectOwnership?: ObjectOwnership;
  readonly publicAccessBlock?: PublicAccessFlags;
  readonly acl?: Acl;
  readonly requesterPays?: boolean;
  /** What becomes of objects that come without a word on it; SSE-S3 when absent. */
  readonly encryption?: BucketEncryption;
  /** Whether it refuses new objects under keys of customers. */
  readonly blocksCustomerKeys?: boolean;
  /** They were taken away: nobody finds any, and they bind as if all were off. */
  readonly hasNoOwnershipControls?: boolean;
  readonly hasNoPublicAccessBlock?: boolean;
}

/** How a bucket encrypts by default. */
export interface BucketEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** A key by the name that was given; `aws/s3` of the writer's account when absent. */
  readonly kmsKey?: string;
  readonly bucketKey: boolean;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly description: ObjectDescription;
  readonly access: ObjectAccess;
  /** There was an object under its key when it began. */
  readonly replacesObject?: true;
  readonly initiator: string;
  readonly initiatedMs: number;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
}

/** One part of an upload. */
export interface StoredPart {
  readonly number: number;
  readonly body: StoredBody;
  /** Without quotes: the MD5 of its bytes. */
  readonly etag: string;
  readonly modifiedMs: number;
  /** By the algorithm of its upload. */
  readonly checksum: Checksum;
  /** The sum that came along with it. */
  readonly sent?: Checksum;
}

/** What S3 keeps, and by which keys. */
export interface S3Tables {
  /** `[bucket]` */
  readonly buckets: Table<BucketRow>;
  /**
   * `[bucket, key]`: the object that a read without a version finds. So a listing is one walk, however
   * many versions there are. A key whose newest version is a delete marker has no row.
   */
  readonly objects: Table<StoredObject>;
  /**
   * `[bucket, key, order]`: all other versions of a key and its delete markers, newest first: `order`
   * falls with time. A write to a versioned bucket moves the row of `objects` here
   * in its own transaction; deleting the newest version moves the first row here back to `objects`,
   * unless it is a marker. The order of a version is the beginning of its version id, so that an id
   * finds its row; the `null` version is the one without an id.
   */
  readonly versions: Table<StoredObject | DeleteMarker>;
  /** `[bucket, key, uploadId]`; ids order by the time of their making. */
  readonly uploads: Table<Upload>;
  /** `[uploadId, number]`, the number with five digits. */
  readonly parts: Table<StoredPart>;
  /** `[segment]`: bytes of short bodies. */
  readonly bytes: Table<Uint8Array>;
  /** `[segment]`: files of bytes that something points at; any other file is left from a write that was never finished. */
  readonly files: Table<true>;
}

/** Declares the tables of S3. */
export function s3Tables(store: Store): S3Tables {
  return {
    buckets: store.table("s3.buckets", { cached: true }),
    objects: store.table("s3.objects", { form: objectForm }),
    versions: store.table("s3.versions", { form: versionForm }),
    uploads: store.table("s3.uploads"),
    parts: store.table("s3.parts"),
    bytes: store.table("s3.bytes"),
    files: store.table("s3.files"),
  };
}

/** The row of a part. */
export function partKey(uploadId: string, number: number): readonly [string, string] {
  return [uploadId, String(number).padStart(5, "0")];
}
