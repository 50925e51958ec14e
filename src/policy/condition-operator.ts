/** What a condition operator compares. */
export type ComparisonKind =
  "string" | "folded" | "like" | "numeric" | "date" | "bool" | "binary" | "ip" | "arn" | "null";

/** How the request's value must stand to the policy's, for operators that order. */
export type Order = "=" | "<" | "<=" | ">" | ">=";

/** The meaning of a bare operator. */
export interface ConditionOperator {
  readonly kind: ComparisonKind;
  readonly negated: boolean;
  readonly order: Order;
}

function operator(kind: ComparisonKind, negated = false, order: Order = "="): ConditionOperator {
  return { kind, negated, order };
}

/** Every operator that IAM knows (IAM User Guide, IAM JSON policy elements: Condition operators). */
const operators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: operator("string"),
  StringNotEquals: operator("string", true),
  StringEqualsIgnoreCase: operator("folded"),
  StringNotEqualsIgnoreCase: operator("folded", true),
  StringLike: operator("like"),
  StringNotLike: operator("like", true),
  NumericEquals: operator("numeric"),
  NumericNotEquals: operator("numeric", true),
  NumericLessThan: operator("numeric", false, "<"),
  NumericLessThanEquals: operator("numeric", false, "<="),
  NumericGreaterThan: operator("numeric", false, ">"),
  NumericGreaterThanEquals: operator("numeric", false, ">="),
  DateEquals: operator("date"),
  DateNotEquals: operator("date", true),
  DateLessThan: operator("date", false, "<"),
  DateLessThanEquals: operator("date", false, "<="),
  DateGreaterThan: operator("date", false, ">"),
  DateGreaterThanEquals: operator("date", false, ">="),
  Bool: operator("bool"),
  BinaryEquals: operator("binary"),
  IpAddress: operator("ip"),
  NotIpAddress: operator("ip", true),
  // ArnEquals behaves as ArnLike, and ArnNotEquals as ArnNotLike.
  ArnEquals: operator("arn"),
  ArnLike: operator("arn"),
  ArnNotEquals: operator("arn", true),
  ArnNotLike: operator("arn", true),
  Null: operator("null"),
};

/** The meaning of a bare operator such as `StringNotLike`, or undefined when IAM has none of that name. */
export function findConditionOperator(name: string): ConditionOperator | undefined {
  return Object.hasOwn(operators, name) ? operators[name] : undefined;
}
