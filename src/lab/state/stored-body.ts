/** A stretch of stored bytes: here when it is very short, a row when it is short, else a file; both go by its id. */
export interface Segment {
  readonly id: string;
  readonly size: number;
  readonly isFile?: true;
  readonly bytes?: Uint8Array;
  /** What the nonces of its blocks begin with, where it is encrypted under the object's data key. */
  readonly iv?: Uint8Array;
}

/** Stored bytes; a multipart object has a segment for each part. */
export interface StoredBody {
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** Bytes that were taken in and that nothing in the store points at yet. */
export interface ReceivedBody {
  readonly size: number;
  readonly md5: Uint8Array;
  /** With their bytes, unless they are files. */
  readonly segments: readonly Segment[];
}
