import type { Decision } from "../decision.ts";

/** What a request comes to, the object key left open: one answer, or one for each set of keys. */
export type Residual =
  | { readonly all: Decision["outcome"] }
  | {
      /** No key is in two of them, and every key that was asked about is in one. */
      readonly cases: readonly KeyCase[];
      /** There were too many sets to tell apart; the keys of some stay `unknown`. */
      readonly cutShort?: true;
    };

/** The keys that have one answer. */
export interface KeyCase {
  readonly keys: KeySet;
  readonly outcome: Decision["outcome"];
}

/**
 * Objects as `bucket/key`: those that some pattern matches and no exception does. `*` and `?` are
 * wildcards, and as in a policy `${*}`, `${?}` and `${$}` stand for the characters themselves.
 */
export interface KeySet {
  readonly patterns: readonly string[];
  readonly except: readonly string[];
}
