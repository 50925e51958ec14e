import type { ConditionOperator, Order } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import { compileArn, matchArn } from "../match/arn-pattern.ts";
import { matchText } from "../match/match-text.ts";
import { compilePattern, type PatternSyntax, resolvePattern } from "../match/text-pattern.ts";
import type { RequestContext } from "../request.ts";
import { tri } from "../tri.ts";
import { containsRange, parseIpRange } from "./ip-range.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumeric } from "./parse-numeric.ts";

/** Holds one value of a request against one value of a policy that was made ready. */
export type Comparison = (requestValue: string, context: RequestContext) => Tri;

/** Makes one policy value ready for its operator; negation is left to the caller. */
export function compileComparison(
  { kind, order }: ConditionOperator,
  policyValue: string,
  variables: boolean,
): Comparison {
  switch (kind) {
    case "string":
      return textComparison(policyValue, { variables, wildcards: false, folded: false });
    case "folded":
      return textComparison(policyValue, { variables, wildcards: false, folded: true });
    case "like":
      return textComparison(policyValue, { variables, wildcards: true, folded: false });
    case "arn":
      return arnComparison(policyValue, variables);
    case "numeric":
      return orderComparison(parseNumeric, policyValue, order);
    case "date":
      return orderComparison(parseDate, policyValue, order);
    case "ip":
      return ipComparison(policyValue);
    case "bool":
    case "null":
      return boolComparison(policyValue.toLowerCase());
    case "binary":
      return (value) => tri(withoutPadding(value) === withoutPadding(policyValue));
  }
}

function textComparison(policyValue: string, syntax: PatternSyntax): Comparison {
  const pattern = compilePattern(policyValue, syntax);
  return (value, context) =>
    matchText(resolvePattern(pattern, context), syntax.folded ? value.toLowerCase() : value);
}

function arnComparison(policyValue: string, variables: boolean): Comparison {
  const pattern = compileArn(policyValue, variables);
  return (value, context) => matchArn(pattern, value, context);
}

/** Most requests write `true` or `false`, which needs no copy in lower case. */
function boolComparison(wanted: string): Comparison {
  return (value) => {
    if (value === wanted) return "yes";
    return tri(value !== "true" && value !== "false" && value.toLowerCase() === wanted);
  };
}

function orderComparison(
  parse: (text: string) => number | undefined,
  policyValue: string,
  order: Order,
): Comparison {
  const limit = parse(policyValue);
  return (value) => {
    const found = parse(value);
    return tri(found !== undefined && limit !== undefined && stands(found, order, limit));
  };
}

function stands(found: number, order: Order, limit: number): boolean {
  switch (order) {
    case "=":
      return found === limit;
    case "<":
      return found < limit;
    case "<=":
      return found <= limit;
    case ">":
      return found > limit;
    case ">=":
      return found >= limit;
  }
}

function ipComparison(policyValue: string): Comparison {
  const range = parseIpRange(policyValue);
  return (value) => {
    const address = parseIpRange(value);
    return tri(range !== undefined && address !== undefined && containsRange(range, address));
  };
}

function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, "");
}
