/** A stretch of stored bytes: a row when it is short, else a file named for its id. */
export interface Segment {
  readonly id: string;
  readonly size: number;
  readonly isFile?: true;
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
  /** Bytes of short segments, which are written with the row that points at them. */
  readonly segments: readonly (Segment & { readonly bytes?: Uint8Array })[];
}
