import type { DenialLayer } from "../access/index.ts";

/** A layer that stops a need. What only AWS's text says has no statements to show. */
export interface Blocker {
  readonly layer: DenialLayer;
  /** Whose people can change it; `unknown` when nobody could say. */
  readonly account: string;
  /** `unread`: nobody could read it, and AWS names no layer, so it may be this one. */
  readonly kind: "denies" | "silent" | "unread";
  readonly from: "facts" | "message";
}
