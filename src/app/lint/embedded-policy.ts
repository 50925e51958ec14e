import type { PolicyUse, Span, TextEdit } from "../../policy/index.ts";

/** A policy in a file: its text, and how places in that text are places in the file. */
export interface EmbeddedPolicy {
  readonly text: string;
  readonly as: PolicyUse;
  /** The bucket of a bucket policy, where the file says it. */
  readonly bucket: string | undefined;
  /** The resource that holds the policy, e.g. `aws_s3_bucket_policy.logs`. */
  readonly within: string | undefined;
  readonly place: (span: Span) => Span;
  /** Edits of the policy as edits of the file; undefined where they cannot be made there. */
  readonly translate: (edits: readonly TextEdit[]) => readonly TextEdit[] | undefined;
}

/** A policy's text before it is said what it is for. */
export type PolicySource = Pick<EmbeddedPolicy, "text" | "place" | "translate">;
