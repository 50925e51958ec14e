import type { Refusal } from "./refusal.ts";

/** Every chunk but the last has at least this size (Amazon S3 API Reference, chunked upload). */
export const MIN_CHUNK_BYTES = 8192;

/** S3's answer to any fault in the framing of chunks, and to a body of another length than announced. */
export const incompleteBody: Refusal = {
  code: "IncompleteBody",
  status: 400,
  message: "The request body terminated unexpectedly",
};

/** S3's answer to trailers that are malformed or are not those that `x-amz-trailer` announces. */
export const malformedTrailer: Refusal = {
  code: "MalformedTrailerError",
  status: 400,
  message:
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
};

/** `chunk` counts from 1 and is the one after the small one. */
export function chunkTooSmall(chunk: number, badSize: number): Refusal {
  return {
    code: "InvalidChunkSizeError",
    status: 403,
    message: "Only the last chunk is allowed to have a size less than 8192 bytes",
    elements: { Chunk: String(chunk), BadChunkSize: String(badSize) },
  };
}
