/** Why a condition holds or does not; together with its result a sentence of its own. */
export type ConditionReason =
  /** A value of the request is one that the policy lists. */
  | "listed"
  /** No value of the request is one that the policy lists. */
  | "notListed"
  /** With a set operator: some values of the request are listed and some are not. */
  | "partlyListed"
  /** The request does not have the key. */
  | "absent"
  /** The request has the key; only under `Null`. */
  | "present"
  /** A set operator takes one empty string for an empty set. */
  | "emptySet"
  | "unknownValue"
  /** A policy variable whose value nobody knows. */
  | "unknownVariable";
