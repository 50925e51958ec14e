/** A file or an object as a listing shows it. `key` is relative to the root of its side, with `/`. */
export interface Entry {
  readonly key: string;
  readonly size: number;
  /** Modification time of a file, `LastModified` of an object: milliseconds since 1970. */
  readonly modifiedMs: number;
  /** With its quotes taken off; objects only. */
  readonly etag?: string;
  /** Objects only, e.g. `STANDARD`, `GLACIER`. */
  readonly storageClass?: string;
}

/** Pages of entries in UTF-8 key order across all pages: a side of the march. */
export type Listing = AsyncIterable<readonly Entry[]>;

/** Bytes `start` to `end`, both included, as in HTTP's Range. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Headers that a write carries, in AWS's parameter names; absent ones are not sent. */
export interface WriteOptions {
  readonly contentType?: string;
  readonly acl?: string;
  readonly storageClass?: string;
  readonly serverSideEncryption?: string;
  readonly sseKmsKeyId?: string;
}

/** An object body on its way: verified against the checksum S3 sent, when it sent one. */
export interface ObjectBody {
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
  /** What the object says it is; a copy that goes through us takes it along. */
  readonly contentType?: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The object that a copy reads; `ifMatch` makes it fail with 412 when the object has changed. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly ifMatch?: string;
}

export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  /** Base64 CRC32 of the part as sent; copied parts have what S3 answered. */
  readonly checksumCrc32?: string;
}

/**
 * One bucket through one identity. Keys here are full keys, not relative ones.
 * Every method throws `AwsError` when AWS refuses, after the client's own retries.
 */
export interface BucketStore {
  readonly bucket: string;
  /** All objects under `prefix` in pages; `Entry.key` is the full key. */
  list(options: ListOptions): Listing;
  getObject(key: string, options: GetOptions): Promise<ObjectBody>;
  putObject(key: string, body: Uint8Array, options: WriteOptions & Cancellable): Promise<void>;
  copyObject(source: CopySource, key: string, options: WriteOptions & Cancellable): Promise<void>;
  createMultipartUpload(key: string, options: WriteOptions & Cancellable): Promise<MultipartUpload>;
  uploadPart(
    upload: MultipartUpload,
    part: { readonly partNumber: number; readonly body: Uint8Array },
    options: Cancellable,
  ): Promise<UploadedPart>;
  uploadPartCopy(
    upload: MultipartUpload,
    part: {
      readonly partNumber: number;
      readonly source: CopySource;
      readonly range: ByteRange;
    },
    options: Cancellable,
  ): Promise<UploadedPart>;
  completeMultipartUpload(
    upload: MultipartUpload,
    parts: readonly UploadedPart[],
    options: Cancellable,
  ): Promise<void>;
  abortMultipartUpload(upload: MultipartUpload): Promise<void>;
  deleteObject(key: string, options: Cancellable): Promise<void>;
}

export interface Cancellable {
  readonly signal?: AbortSignal;
}

export interface ListOptions extends Cancellable {
  readonly prefix: string;
  /** Keys in a page, 1 to 1,000 (the default). */
  readonly pageSize?: number;
}

export interface GetOptions extends Cancellable {
  readonly range?: ByteRange;
  readonly ifMatch?: string;
}
