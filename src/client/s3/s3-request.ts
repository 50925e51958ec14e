/** One S3 request before it is addressed and signed. */
export interface S3Request {
  /** AWS's API name, for errors. */
  readonly operation: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Absent for requests about the bucket itself. */
  readonly key?: string;
  /** Raw query without `?`, encoded and in the order of its names. */
  readonly query?: string;
  /** Names in lower case. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Lets each piece of a streamed body be overwritten once the next one is asked for, in memory of that kind. */
  readonly overwrites?: "own" | "shared" | undefined;
  /** A body of at most so many bytes is read whole, though it could be handed over as it arrives. */
  readonly wholeUpTo?: number;
  /**
   * The root element of the answer to an operation that S3 may still fail after its `200 OK`
   * (S3 API Reference, CopyObject, CompleteMultipartUpload): without it the answer is a failure.
   */
  readonly resultElement?: string;
}
