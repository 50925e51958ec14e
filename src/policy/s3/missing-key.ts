import type { Decision } from "../decision.ts";

/** What S3 says of a key with nothing under it. */
export type MissingKeyAnswer =
  | { readonly status: 404; readonly code: "NoSuchKey" }
  /** `because` is the decision that S3's text tells of. */
  | { readonly status: 403; readonly because: Decision };

/**
 * Whoever may read but not list is not told that nothing is there (S3 API Reference, GetObject and
 * HeadObject: without `s3:ListBucket` 403, with it 404).
 */
export function answerForMissingKey(read: Decision, list: Decision): MissingKeyAnswer {
  if (read.outcome !== "allowed") return { status: 403, because: read };
  return list.outcome === "allowed"
    ? { status: 404, code: "NoSuchKey" }
    : { status: 403, because: list };
}
