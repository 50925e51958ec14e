import { AwsError, encodeKeyPath, UsageError } from "../../aws/index.ts";
import { asError } from "../errno.ts";
import type { BucketStore, MultipartUpload, UploadedPart } from "../ports.ts";

/** A part of a manifest on its way: S3 takes no smaller one but the last. */
const PART_BYTES = 8 * 1024 * 1024;

/** A manifest that has arrived, and what S3 calls its content. */
export interface WrittenManifest {
  readonly key: string;
  readonly etag: string;
}

/** Where a manifest goes. */
export interface ManifestPlace {
  readonly store: BucketStore;
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * Writes a manifest of keys of one bucket while they come: CSV with the columns `Bucket` and `Key`,
 * the keys URL-encoded (S3 User Guide, Specifying a manifest). It is there whole or not at all.
 */
export class ManifestWriter {
  readonly #place: ManifestPlace;
  readonly #lineStart: string;
  readonly #parts: UploadedPart[] = [];
  readonly #buffer = Buffer.allocUnsafe(PART_BYTES);
  #filled = 0;
  #upload: MultipartUpload | undefined;

  constructor(place: ManifestPlace, bucket: string) {
    this.#place = place;
    this.#lineStart = `${bucket},`;
  }

  async add(key: string): Promise<void> {
    // Encoded, it is ASCII.
    const line = `${this.#lineStart}${encodeKeyPath(key)}\n`;
    if (this.#filled + line.length > PART_BYTES) await this.#sendPart();
    this.#filled += this.#buffer.write(line, this.#filled, "latin1");
  }

  /** Sends the rest. */
  async end(): Promise<WrittenManifest> {
    const { store, key, signal } = this.#place;
    try {
      await this.#sendPart();
      const upload = await this.#begun();
      const { etag } = await store.completeMultipartUpload(upload, this.#parts, { signal });
      if (etag === undefined) throw new Error(`S3 names no ETag for the manifest \`${key}\``);
      return { key, etag };
    } catch (error) {
      await this.discard();
      throw asError(error);
    }
  }

  /** Leaves nothing of it in the bucket. */
  async discard(): Promise<void> {
    const upload = this.#upload;
    this.#upload = undefined;
    // It has failed for a reason that is told; parts that stay are billed until a lifecycle rule ends them.
    if (upload !== undefined) {
      await this.#place.store.abortMultipartUpload(upload).catch(() => undefined);
    }
  }

  async #begun(): Promise<MultipartUpload> {
    const { store, key, signal } = this.#place;
    this.#upload ??= await store
      .createMultipartUpload(key, { contentType: "text/csv", signal })
      .catch((error: unknown) => {
        throw isNoBucket(error) ? noBucket(store.bucket) : asError(error);
      });
    return this.#upload;
  }

  async #sendPart(): Promise<void> {
    const upload = await this.#begun();
    const body = Buffer.from(this.#buffer.subarray(0, this.#filled));
    const partNumber = this.#parts.length + 1;
    const { store, signal } = this.#place;
    this.#parts.push(await store.uploadPart(upload, { partNumber, body }, { signal }));
    this.#filled = 0;
  }
}

function isNoBucket(error: unknown): boolean {
  return error instanceof AwsError && error.code === "NoSuchBucket";
}

/** S3's message does not name it, and a run has three. */
function noBucket(bucket: string): UsageError {
  return new UsageError({
    en: `cannot write manifests to \`s3://${bucket}\`: there is no such bucket; name one that exists with \`--manifest-bucket\``,
    ja: `マニフェストを \`s3://${bucket}\` に書き込めません。そのバケットはありません。\`--manifest-bucket\` に存在するバケットを指定してください`,
  });
}
