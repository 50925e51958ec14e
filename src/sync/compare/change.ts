import type { Entry } from "../ports.ts";
import type { WarningCode } from "../report/warning.ts";

/** Which way a sync goes; a copy is S3 to S3. */
export type Direction = "upload" | "download" | "copy";

/** Why a key is transferred; `incomparable` where nothing says whether the contents are the same. */
export type TransferReason = "absent" | "size" | "time" | "content" | "incomparable" | "metadata";

/** One file or object to write at the destination. */
export interface Transfer {
  readonly kind: Direction;
  readonly key: string;
  readonly source: Entry;
  /** What the write replaces. */
  readonly destination?: Entry;
  readonly reason: TransferReason;
}

/** One file or object to take away from the destination. */
export interface Deletion {
  readonly kind: "delete";
  readonly key: string;
  readonly destination: Entry;
}

/** One thing to do, by its key relative to both sides. */
export type Change = Transfer | Deletion;

/** One key, on one side, that is left alone and said so. */
export interface Skip {
  readonly kind: "skip";
  readonly key: string;
  readonly side: "source" | "destination";
  readonly warning: WarningCode;
}
