import type { Need } from "../../access/index.ts";
import type { AwsError, S3Operation, Side } from "../../aws/index.ts";
import type { ListedPage } from "../../sync/index.ts";

/** A request that moves no data and leaves nothing behind. */
export interface ProbeCall {
  readonly operation: S3Operation;
  readonly side: Side;
  readonly bucket: string;
  /** Absent of a listing. */
  readonly key?: string;
  /** What AWS may ask for it; of a listing `s3:ListBucket` alone. */
  readonly asks: readonly Need[];
  /** What of that is there for certain where AWS lets it pass. */
  readonly shows: readonly Need[];
}

/** A request of the kind that a run sends, and what AWS said to it. */
export type Probe = ProbeCall & ProbeOutcome;

export type ProbeOutcome =
  | {
      readonly outcome: "allowed";
      /** Of a listing. */
      readonly page?: ListedPage;
      /** The id of the upload that was begun and could not be taken back. */
      readonly left?: string;
    }
  | {
      readonly outcome: "denied";
      readonly error: AwsError;
      /** The IAM action that was refused, where AWS tells it or there is but one. */
      readonly action?: string;
    }
  /** AWS answered with something else than a permission. */
  | { readonly outcome: "open"; readonly error: AwsError }
  | {
      readonly outcome: "untried";
      /** `noKey`: no object is known to ask about; `wouldStay`: AWS does not let it be taken back. */
      readonly why: "noKey" | "wouldStay";
    };
