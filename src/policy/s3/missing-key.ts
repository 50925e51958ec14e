import type { Decision } from "../decision.ts";

/** What S3 says of a key with nothing under it. */
export type MissingKeyAnswer =
  | { readonly status: 404; readonly code: "NoSuchKey" }
  /** `because` is the decision that S3's text tells of. */
  | { readonly status: 403; readonly because: Decision }
  /** `because` is the decision that nobody could take. */
  | { readonly status: "unknown"; readonly because: Decision };

/**
 * Whoever may read but not list is not told that nothing is there (S3 API Reference, GetObject and
 * HeadObject: without `s3:ListBucket` 403, with it 404).
 */
export function answerForMissingKey(read: Decision, list: Decision): MissingKeyAnswer {
  return refusalBy(read) ?? refusalBy(list) ?? { status: 404, code: "NoSuchKey" };
}

function refusalBy(decision: Decision): MissingKeyAnswer | undefined {
  switch (decision.outcome) {
    case "allowed":
      return undefined;
    case "explicitDeny":
    case "implicitDeny":
      return { status: 403, because: decision };
    case "unknown":
      return { status: "unknown", because: decision };
  }
}
