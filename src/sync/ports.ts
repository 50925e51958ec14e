import type { AwsError } from "../aws/index.ts";
import type { ChecksumAlgorithm, Sum } from "./checksum/checksum.ts";
import type { Entry } from "./listing/entry.ts";
import type { EntryPage } from "./listing/entry-page.ts";

export type { Entry } from "./listing/entry.ts";

/** Pages of entries in UTF-8 key order across all pages: a side of the march. */
export type Listing = AsyncIterable<readonly Entry[]>;

/** Bytes `start` to `end`, both included, as in HTTP's Range. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a writer says of an object beside its bytes, and a copy keeps; AWS's parameter names. */
export interface ObjectDescription {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  /** As HTTP writes dates. */
  readonly expires?: string;
  readonly websiteRedirectLocation?: string;
  /** User metadata by name without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A key that S3 encrypts with and does not keep. */
export interface CustomerKey {
  readonly algorithm: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** What a write carries beside the body; what is absent is not sent. */
export interface WriteOptions extends ObjectDescription {
  readonly acl?: string;
  /** By the header's name after `x-amz-grant-`: `read`, `full-control`, …. */
  readonly grants?: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  readonly serverSideEncryption?: string;
  readonly sseKmsKeyId?: string;
  readonly sseCustomer?: CustomerKey;
  /** URL-encoded, as in a query. */
  readonly tagging?: string;
  /** Whether a copy takes the source's description or the one given here; the source's when absent. */
  readonly metadataDirective?: "COPY" | "REPLACE";
  /** The checksum that S3 keeps: CRC32 for what we send, the source's for copies, unless given. */
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  /** `*` writes only where no object is: S3 answers 412 otherwise. */
  readonly ifNoneMatch?: "*";
}

/** One tag of an object. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What S3 says of an object before its bytes. */
export interface ObjectHead {
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly description: ObjectDescription;
  /** Sums over all its bytes, the cheapest first; a composite checksum is none. */
  readonly sums: readonly Sum[];
  /** Absent for `STANDARD`. */
  readonly storageClass?: string;
  /** Whether an archived object has a copy that can be read. */
  readonly isRestored?: boolean;
}

/** An object body on its way: verified against the checksum S3 sent, when it sent one. */
export interface ObjectBody extends ObjectHead {
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A whole object, verified against the checksum S3 sent, when it sent one. */
export interface SmallObject extends Pick<ObjectHead, "size" | "modifiedMs"> {
  readonly body: Uint8Array;
}

/** The object that a copy reads; `ifMatch` makes it fail with 412 when the object has changed. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly ifMatch?: string;
  readonly sseCustomer?: CustomerKey;
}

export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
  /** What its parts are summed with. */
  readonly checksumAlgorithm: ChecksumAlgorithm;
}

/** What S3 says of an object that it has just written. */
export interface WrittenObject {
  readonly etag: string | undefined;
  readonly sums: readonly Sum[];
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly size: number;
  /** The sum of the part as sent, in base64; copied parts have what S3 answered, if it did. */
  readonly checksum: string | undefined;
}

/** An upload in parts as a listing shows it. */
export interface BegunUpload {
  readonly uploadId: string;
  /** Who began it. */
  readonly initiator: string;
  readonly initiatedMs: number;
}

/**
 * One bucket through one identity. Keys here are full keys, not relative ones.
 * Every method throws `AwsError` when AWS refuses, after the client's own retries.
 */
export interface BucketStore {
  readonly bucket: string;
  /** All objects under `prefix` in pages; `Entry.key` is the full key. */
  list(options: ListOptions): Listing;
  /** One page of the objects under `prefix`, with one request. */
  listPage(options: PageOptions): Promise<ListedPage>;
  /** Directories right under `prefix`, with keys behind `after` where it is given, each ending in `/`, as many as one request shows. */
  listDirectories(options: DirectoryOptions): Promise<readonly string[]>;
  headObject(key: string, options: HeadOptions): Promise<ObjectHead>;
  getObject(key: string, options: GetOptions): Promise<ObjectBody>;
  /** Reads an object at one go and verifies it; undefined when it has more than `most` bytes. */
  getSmallObject(key: string, options: SmallGetOptions): Promise<SmallObject | undefined>;
  getObjectTagging(key: string, options: Cancellable): Promise<readonly Tag[]>;
  putObjectTagging(key: string, tags: readonly Tag[], options: Cancellable): Promise<void>;
  putObject(key: string, body: Uint8Array, options: WriteOptions & Cancellable): Promise<void>;
  copyObject(
    source: CopySource,
    key: string,
    options: WriteOptions & Cancellable,
  ): Promise<WrittenObject>;
  createMultipartUpload(key: string, options: WriteOptions & Cancellable): Promise<MultipartUpload>;
  uploadPart(
    upload: MultipartUpload,
    part: { readonly partNumber: number; readonly body: Uint8Array },
    options: PartOptions,
  ): Promise<UploadedPart>;
  uploadPartCopy(
    upload: MultipartUpload,
    part: {
      readonly partNumber: number;
      readonly source: CopySource;
      readonly range: ByteRange;
    },
    options: PartOptions,
  ): Promise<UploadedPart>;
  completeMultipartUpload(
    upload: MultipartUpload,
    parts: readonly UploadedPart[],
    options: CompletionOptions,
  ): Promise<WrittenObject>;
  /** The parts that S3 has of an upload, which asks for the customer's key too. */
  listParts(upload: MultipartUpload, options: PartOptions): Promise<readonly UploadedPart[]>;
  /** The uploads in parts to one key that have not ended. */
  listUploads(key: string, options: Cancellable): Promise<readonly BegunUpload[]>;
  abortMultipartUpload(upload: MultipartUpload): Promise<void>;
  deleteObject(key: string, options: DeleteOptions): Promise<void>;
  /** Deletes up to 1,000 keys at once; answers the refusals by key. */
  deleteObjects(
    keys: readonly string[],
    options: Cancellable,
  ): Promise<ReadonlyMap<string, AwsError>>;
}

/** S3 asks for the customer's key with every part. */
export interface PartOptions extends Cancellable {
  readonly sseCustomer?: CustomerKey;
}

/** What makes an object of parts; a customer's key is that of its parts. */
export type CompletionOptions = PartOptions & Pick<WriteOptions, "ifNoneMatch">;

/** With `ifMatch` S3 deletes that version alone, and answers 412 where another has replaced it. */
export interface DeleteOptions extends Cancellable {
  readonly ifMatch?: string;
}

export interface Cancellable {
  readonly signal?: AbortSignal;
}

export interface ListOptions extends Cancellable {
  readonly prefix: string;
  /** Keys in a page, 1 to 1,000 (the default). */
  readonly pageSize?: number;
}

/** `from` is where to go on: behind a key, or where the page left off that gave the token. */
export interface PageOptions extends ListOptions {
  readonly from?: { readonly after: string } | { readonly token: string };
}

/** `prefix` is empty or ends in `/`. */
export interface DirectoryOptions extends ListOptions {
  readonly after?: string;
}

/** A page as it has arrived; the last has no token. */
export interface ListedPage {
  readonly token?: string;
  /** Throws when the answer is no page. */
  read(): EntryPage;
}

/** `checksums` has S3 send what it has summed, for which it may have to ask KMS. */
export interface HeadOptions extends Omit<GetOptions, "range"> {
  readonly checksums?: boolean;
}

/** `most` is how many bytes are read at one go. */
export interface SmallGetOptions extends Cancellable {
  readonly most: number;
  readonly sseCustomer?: CustomerKey;
}

export interface GetOptions extends Cancellable {
  readonly range?: ByteRange;
  /** Lets each chunk of a range be overwritten once the next one is asked for; `shared` memory can be given to a thread. */
  readonly overwrites?: "own" | "shared" | undefined;
  readonly ifMatch?: string;
  readonly sseCustomer?: CustomerKey;
}
