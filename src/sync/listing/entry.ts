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
