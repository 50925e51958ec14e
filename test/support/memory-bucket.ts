import { createHash } from "node:crypto";
import { AwsError, compareUtf8, type S3Operation } from "../../src/aws/index.ts";
import { pageOf } from "../../src/sync/listing/build-page.ts";
import { sumOf } from "../../src/sync/index.ts";
import type {
  BegunUpload,
  BucketStore,
  Cancellable,
  CompletionOptions,
  CopySource,
  DeleteOptions,
  DirectoryOptions,
  Entry,
  GetOptions,
  ListedPage,
  Listing,
  ListOptions,
  MultipartUpload,
  ObjectBody,
  SmallGetOptions,
  SmallObject,
  ObjectDescription,
  ObjectHead,
  PageOptions,
  Sum,
  Tag,
  UploadedPart,
  WrittenObject,
  WriteOptions,
} from "../../src/sync/index.ts";

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly modifiedMs: number;
  readonly etag: string;
  /** What S3 has summed beside the ETag. */
  readonly sums: readonly Sum[];
  readonly description: ObjectDescription;
  readonly tags: readonly Tag[];
  readonly storageClass?: string;
  readonly isRestored?: boolean;
}

/** One request as a bucket saw it; `detail` is a part number or a range. */
export interface SeenCall {
  readonly operation: S3Operation;
  readonly key: string;
  readonly detail?: string;
}

/** Several buckets that can copy from each other, one clock for all, faults on demand. */
export class MemoryCloud {
  readonly buckets: Map<string, MemoryBucket> = new Map();
  readonly calls: SeenCall[] = [];
  /** Answers the error that a call shall meet. */
  fault: (call: SeenCall) => Error | undefined = () => undefined;
  nowMs: number = Date.UTC(2026, 0, 1);
  uploadsBegun = 0;
  running = 0;
  mostRunning = 0;

  bucket(name: string): MemoryBucket {
    const found = this.buckets.get(name) ?? new MemoryBucket(name, this);
    this.buckets.set(name, found);
    return found;
  }

  operations(): readonly S3Operation[] {
    return this.calls.map((call) => call.operation);
  }
}

export function refusal(operation: S3Operation, code = "AccessDenied", status = 403): AwsError {
  const message = code === "AccessDenied" ? "Access Denied" : code;
  return new AwsError({ code, message, status, operation });
}

export class MemoryBucket implements BucketStore {
  readonly bucket: string;
  readonly cloud: MemoryCloud;
  readonly objects: Map<string, StoredObject> = new Map();
  readonly uploads: Map<string, Map<number, Uint8Array>> = new Map();
  /** What the unfinished uploads were created with. */
  readonly #begun: Map<
    string,
    { readonly key: string; readonly atMs: number; readonly options: WriteOptions }
  > = new Map();

  constructor(bucket: string, cloud: MemoryCloud) {
    this.bucket = bucket;
    this.cloud = cloud;
  }

  /** Puts an object past all faults. */
  seed(key: string, body: string | Uint8Array, rest: Partial<StoredObject> = {}): void {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    this.objects.set(key, {
      bytes,
      modifiedMs: this.cloud.nowMs,
      etag: etagOf(bytes),
      sums: [sumOf("CRC32", bytes)],
      description: {},
      tags: [],
      ...rest,
    });
  }

  text(key: string): string | undefined {
    const found = this.objects.get(key);
    return found === undefined ? undefined : Buffer.from(found.bytes).toString();
  }

  keys(): readonly string[] {
    return [...this.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  async *list(options: ListOptions): Listing {
    let token: string | undefined = "";
    while (token !== undefined) {
      const from = token === "" ? {} : { from: { token } };
      const page: ListedPage = await this.listPage({ ...options, ...from });
      token = page.token;
      yield page.read().entries();
    }
  }

  listPage({ prefix, pageSize = 1_000, from, signal }: PageOptions): Promise<ListedPage> {
    return this.#call("ListObjectsV2", { key: prefix, signal }, () => {
      const keys = this.keys().filter((key) => key.startsWith(prefix));
      const after = from === undefined ? "" : "after" in from ? from.after : from.token;
      const at = keys.findIndex((key) => compareUtf8(key, after) > 0);
      const page = at === -1 ? [] : keys.slice(at, at + pageSize);
      const isLast = at === -1 || at + pageSize >= keys.length;
      const token = isLast ? undefined : page.at(-1);
      return {
        read: () => pageOf(page.flatMap((key) => this.#entry(key))),
        ...(token !== undefined && { token }),
      };
    });
  }

  listDirectories({ prefix, after, signal }: DirectoryOptions): Promise<readonly string[]> {
    return this.#call("ListObjectsV2", { key: prefix, signal }, () => {
      const keys = this.keys().filter(
        (key) => key.startsWith(prefix) && (after === undefined || compareUtf8(key, after) > 0),
      );
      const names = keys.map((key) => key.slice(0, key.indexOf("/", prefix.length) + 1));
      return [...new Set(names.filter((name) => name !== ""))];
    });
  }

  getObject(key: string, options: GetOptions): Promise<ObjectBody> {
    const { range, signal } = options;
    const detail = range === undefined ? {} : { detail: `${range.start}-${range.end}` };
    return this.#call("GetObject", { key, signal, ...detail }, () => {
      const found = this.#current(key, options.ifMatch, "GetObject");
      const bytes = range ? found.bytes.subarray(range.start, range.end + 1) : found.bytes;
      return { ...found, size: bytes.length, bytes: inChunks(bytes) };
    });
  }

  getSmallObject(key: string, { most, signal }: SmallGetOptions): Promise<SmallObject | undefined> {
    return this.#call("GetObject", { key, signal }, () => {
      const found = this.#current(key, undefined, "GetObject");
      const { bytes } = found;
      return bytes.length > most ? undefined : { ...found, size: bytes.length, body: bytes };
    });
  }

  headObject(key: string, { ifMatch, signal }: GetOptions): Promise<ObjectHead> {
    return this.#call("HeadObject", { key, signal }, () => {
      const found = this.#current(key, ifMatch, "HeadObject");
      return { ...found, size: found.bytes.length };
    });
  }

  getObjectTagging(key: string, { signal }: Cancellable): Promise<readonly Tag[]> {
    return this.#call("GetObjectTagging", { key, signal }, () => {
      return this.#current(key, undefined, "GetObjectTagging").tags;
    });
  }

  putObjectTagging(key: string, tags: readonly Tag[], { signal }: Cancellable): Promise<void> {
    return this.#call("PutObjectTagging", { key, signal }, () => {
      const found = this.#current(key, undefined, "PutObjectTagging");
      this.objects.set(key, { ...found, tags });
    });
  }

  putObject(key: string, body: Uint8Array, options: WriteOptions & Cancellable): Promise<void> {
    const { signal } = options;
    return this.#call("PutObject", { key, signal }, () => {
      this.#requireFree(key, options, "PutObject");
      this.#store(key, Uint8Array.from(body), options);
    });
  }

  copyObject(
    source: CopySource,
    key: string,
    options: WriteOptions & Cancellable,
  ): Promise<WrittenObject> {
    const { signal } = options;
    return this.#call("CopyObject", { key, signal }, () => {
      this.#requireFree(key, options, "CopyObject");
      const found = this.cloud
        .bucket(source.bucket)
        .#current(source.key, source.ifMatch, "CopyObject");
      const { metadataDirective, tagging, ...written } = options;
      const tags = tagging === undefined ? found.tags : tagsIn(tagging);
      if (metadataDirective === "REPLACE") this.#store(key, found.bytes, { ...written, tags });
      else this.#store(key, found.bytes, { ...written, ...found.description, tags });
      return this.#written(key);
    });
  }

  createMultipartUpload(
    key: string,
    options: WriteOptions & Cancellable,
  ): Promise<MultipartUpload> {
    const { signal } = options;
    return this.#call("CreateMultipartUpload", { key, signal }, () => {
      const uploadId = `upload-${++this.cloud.uploadsBegun}`;
      this.uploads.set(uploadId, new Map());
      this.#begun.set(uploadId, { key, atMs: Date.now(), options });
      return { key, uploadId, checksumAlgorithm: options.checksumAlgorithm ?? "CRC32" };
    });
  }

  uploadPart(
    upload: MultipartUpload,
    part: { readonly partNumber: number; readonly body: Uint8Array },
    { signal }: Cancellable,
  ): Promise<UploadedPart> {
    const { partNumber, body } = part;
    return this.#call("UploadPart", { key: upload.key, detail: `${partNumber}`, signal }, () =>
      this.#storePart(upload, partNumber, Uint8Array.from(body)),
    );
  }

  uploadPartCopy(
    upload: MultipartUpload,
    part: Parameters<BucketStore["uploadPartCopy"]>[1],
    { signal }: Cancellable,
  ): Promise<UploadedPart> {
    const { partNumber, source, range } = part;
    return this.#call(
      "UploadPartCopy",
      { key: upload.key, detail: `${partNumber}`, signal },
      () => {
        const from = this.cloud.bucket(source.bucket);
        const { bytes } = from.#current(source.key, source.ifMatch, "UploadPartCopy");
        return this.#storePart(upload, partNumber, bytes.subarray(range.start, range.end + 1));
      },
    );
  }

  completeMultipartUpload(
    upload: MultipartUpload,
    parts: readonly UploadedPart[],
    options: CompletionOptions,
  ): Promise<WrittenObject> {
    const { signal } = options;
    return this.#call("CompleteMultipartUpload", { key: upload.key, signal }, () => {
      this.#requireFree(upload.key, options, "CompleteMultipartUpload");
      const stored = this.#partsOf(upload);
      const bodies = parts.map(({ partNumber, etag }, index) => {
        const body = stored.get(partNumber);
        if (body === undefined || partNumber !== index + 1 || etag !== etagOf(body)) {
          throw refusal("CompleteMultipartUpload", "InvalidPart", 400);
        }
        return body;
      });
      this.#store(
        upload.key,
        Buffer.concat(bodies),
        this.#begun.get(upload.uploadId)?.options ?? {},
      );
      this.uploads.delete(upload.uploadId);
      return this.#written(upload.key);
    });
  }

  listParts(upload: MultipartUpload, { signal }: Cancellable): Promise<readonly UploadedPart[]> {
    return this.#call("ListParts", { key: upload.key, signal }, () =>
      Array.from(this.#partsOf(upload), ([partNumber, body]) => partIn(upload, partNumber, body)),
    );
  }

  listUploads(key: string, { signal }: Cancellable): Promise<readonly BegunUpload[]> {
    return this.#call("ListMultipartUploads", { key, signal }, () =>
      Array.from(this.#begun).flatMap(([uploadId, begun]) =>
        begun.key === key && this.uploads.has(uploadId)
          ? [{ uploadId, initiator: "me", initiatedMs: begun.atMs }]
          : [],
      ),
    );
  }

  abortMultipartUpload(upload: MultipartUpload): Promise<void> {
    return this.#call("AbortMultipartUpload", { key: upload.key, signal: undefined }, () => {
      this.#partsOf(upload);
      this.uploads.delete(upload.uploadId);
    });
  }

  deleteObject(key: string, { signal, ifMatch }: DeleteOptions): Promise<void> {
    return this.#call("DeleteObject", { key, signal }, () => {
      if (ifMatch !== undefined) this.#current(key, ifMatch, "DeleteObject");
      this.objects.delete(key);
    });
  }

  /** A fault for `DeleteObject` meets its key alone. */
  deleteObjects(
    keys: readonly string[],
    { signal }: Cancellable,
  ): Promise<ReadonlyMap<string, AwsError>> {
    return this.#call("DeleteObjects", { key: "", detail: `${keys.length}`, signal }, () => {
      const errors = new Map<string, AwsError>();
      for (const key of keys) {
        const error = this.cloud.fault({ operation: "DeleteObject", key });
        if (error instanceof AwsError) errors.set(key, error);
        else this.objects.delete(key);
      }
      return errors;
    });
  }

  #written(key: string): WrittenObject {
    const found = this.objects.get(key);
    return { etag: found?.etag, sums: found?.sums ?? [] };
  }

  #entry(key: string): readonly Entry[] {
    const found = this.objects.get(key);
    if (found === undefined) return [];
    const { bytes, modifiedMs, etag, storageClass = "STANDARD" } = found;
    return [{ key, size: bytes.length, modifiedMs, etag, storageClass }];
  }

  #current(key: string, ifMatch: string | undefined, operation: S3Operation): StoredObject {
    const found = this.objects.get(key);
    if (found === undefined) throw refusal(operation, "NoSuchKey", 404);
    if (ifMatch !== undefined && ifMatch !== found.etag) {
      throw refusal(operation, "PreconditionFailed", 412);
    }
    return found;
  }

  #requireFree(key: string, { ifNoneMatch }: WriteOptions, operation: S3Operation): void {
    if (ifNoneMatch === undefined || !this.objects.has(key)) return;
    const detail = { code: "PreconditionFailed", message: "", status: 412, operation };
    throw new AwsError({ ...detail, condition: "If-None-Match" });
  }

  #store(
    key: string,
    bytes: Uint8Array,
    { tags, ...options }: WriteOptions & { readonly tags?: readonly Tag[] },
  ): void {
    const { storageClass, tagging } = options;
    this.seed(key, bytes, {
      description: descriptionIn(options),
      tags: tags ?? tagsIn(tagging ?? ""),
      ...(storageClass !== undefined && { storageClass }),
    });
  }

  #storePart(upload: MultipartUpload, partNumber: number, body: Uint8Array): UploadedPart {
    this.#partsOf(upload).set(partNumber, body);
    return partIn(upload, partNumber, body);
  }

  #partsOf({ uploadId }: MultipartUpload): Map<number, Uint8Array> {
    const parts = this.uploads.get(uploadId);
    if (parts === undefined) throw refusal("UploadPart", "NoSuchUpload", 404);
    return parts;
  }

  async #call<T>(
    operation: S3Operation,
    at: {
      readonly key: string;
      readonly detail?: string;
      readonly signal: AbortSignal | undefined;
    },
    answer: () => T,
  ): Promise<T> {
    const { signal, ...rest } = at;
    const call = { operation, ...rest };
    this.cloud.calls.push(call);
    this.cloud.mostRunning = Math.max(this.cloud.mostRunning, ++this.cloud.running);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      const error = this.cloud.fault(call);
      if (error !== undefined) throw error;
      return answer();
    } finally {
      this.cloud.running--;
    }
  }
}

function descriptionIn(options: WriteOptions): ObjectDescription {
  const described = /^(?:content|cache|expires|website|metadata$)/;
  return Object.fromEntries(Object.entries(options).filter(([name]) => described.test(name)));
}

function tagsIn(tagging: string): readonly Tag[] {
  return Array.from(new URLSearchParams(tagging), ([key, value]) => ({ key, value }));
}

function partIn(
  { checksumAlgorithm }: MultipartUpload,
  partNumber: number,
  body: Uint8Array,
): UploadedPart {
  const checksum = sumOf(checksumAlgorithm, body).value;
  return { partNumber, etag: etagOf(body), size: body.length, checksum };
}

function etagOf(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 7)
    yield await Promise.resolve(bytes.subarray(at, at + 7));
}
