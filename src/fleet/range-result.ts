import type { SyncCounts } from "../sync/index.ts";
import type { Span } from "./range-task.ts";
import type { WireError, WireEvent } from "./wire-event.ts";

/** What became of a range, as it goes through the queue. */
export type RangeResult =
  | {
      readonly kind: "done";
      readonly events: readonly WireEvent[];
      readonly counts: SyncCounts;
      /** What is left of it. */
      readonly left: readonly Span[];
      /** Deletions that wait for the whole. */
      readonly held: number;
      /** Where it ended after all that was cut off. */
      readonly through?: string | undefined;
    }
  /** Given up. */
  | { readonly kind: "failed"; readonly tries: number; readonly error: WireError };
