import type { CompiledStatement } from "../evaluate/compile-policy.ts";
import type { Effect } from "../policy-document.ts";

/** How the rest of an ARN is held against a pattern once its beginning is known to match. */
interface TailPattern {
  readonly tokens: readonly number[];
  /** Where in the ARN the rest begins. */
  readonly from: number;
}

/** A statement whose action matches, under one of its resource patterns. */
export interface Rule {
  readonly compiled: CompiledStatement;
  readonly effect: Effect;
  /** `settled` by its place in the tree, or what is still to be looked at. */
  readonly resource: "settled" | "statement" | TailPattern;
}
