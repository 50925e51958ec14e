import type { HowToRead, ReadFile } from "../transfer/read-small-file.ts";
import type { SmallFile } from "../transfer/write-small-file.ts";
import type { Piece } from "../transfer/write-piece.ts";
import type { WarningCode } from "../report/warning.ts";

/** One small file to write or to read, or a piece of a large one to write. */
export type Task =
  | { readonly kind: "write"; readonly file: SmallFile }
  | { readonly kind: "piece"; readonly piece: Piece }
  | { readonly kind: "read"; readonly path: string; readonly how: HowToRead };

/** Whether the time of what was written could be set; the sum so far; what was read, unless it is too large. */
export type Result = boolean | string | ReadFile | undefined;

/** How a task went, or what was thrown. */
export type Outcome =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "skipped"; readonly warning: WarningCode }
  | { readonly kind: "failed"; readonly message: string; readonly code: string | undefined };
