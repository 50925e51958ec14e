import type { ConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import { coversPrefix } from "../match/glob.ts";
import { compileResource, matchResource } from "../match/resource-pattern.ts";
import { splitArn } from "../match/split-arn.ts";
import { compilePattern, type PatternSyntax, resolvePattern } from "../match/text-pattern.ts";
import type { RequestContext } from "../request.ts";

/** A value of a condition, as written. */
interface PolicyValue {
  readonly operator: ConditionOperator;
  readonly value: string;
  readonly variables: boolean;
}

/** Whether a policy value matches all, none or some of the request values that start with a prefix. */
export function coversValues(of: PolicyValue, prefix: string, context: RequestContext): Tri {
  switch (of.operator.kind) {
    case "string":
      return coversTexts(of, prefix, context);
    case "folded":
      return coversTexts(of, prefix.toLowerCase(), context);
    case "like":
      return coversTexts(of, prefix, context);
    case "arn":
      return coversArns(of, prefix, context);
    case "numeric":
    case "date":
    case "ip":
    case "bool":
    case "null":
    case "binary":
      return "unknown";
  }
}

function coversTexts(
  { operator: { kind }, value, variables }: PolicyValue,
  prefix: string,
  context: RequestContext,
): Tri {
  const syntax: PatternSyntax = {
    variables,
    wildcards: kind === "like",
    folded: kind === "folded",
  };
  const glob = resolvePattern(compilePattern(value, syntax), context);
  if (glob === "unknown") return "unknown";
  return glob === "unresolved" ? "no" : coversPrefix(glob, prefix);
}

/** Field by field, as ARNs are compared; one with a variable may be cut anywhere. */
function coversArns(
  { value, variables }: PolicyValue,
  prefix: string,
  context: RequestContext,
): Tri {
  if (variables && value.includes("${")) return "unknown";
  // As a condition, unlike as a resource, a lone `*` has not the six fields of an ARN.
  if (value === "*") return "no";
  const resource = { text: prefix, fields: splitArn(prefix), anyKeyUnder: true };
  return matchResource(compileResource(value, false), resource, context);
}
