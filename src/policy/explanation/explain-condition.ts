import { type CompiledCondition, compileCondition } from "../conditions/compile-condition.ts";
import { fitsUnder, heldFor } from "../conditions/held-for.ts";
import { type ConditionOperator, findConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import type { CompiledStatement } from "../evaluate/compile-policy.ts";
import type { AuthorizationRequest, ContextValue, RequestContext } from "../request.ts";
import { allOf, anyOf, not } from "../tri.ts";
import type { ConditionReason } from "./condition-reason.ts";
import type { ContextOrigins, ExplainedCondition, ExplainedEntry } from "./explanation.ts";
import { resolvedText } from "./resolved-text.ts";

/** What conditions are held against. */
export interface ConditionFacts {
  readonly request: Pick<AuthorizationRequest, "context" | "valuesUnder">;
  readonly origins: ContextOrigins;
  /** Whether the policy is of a version with variables. */
  readonly variables: boolean;
}

/** One condition of a statement, with both sides and the reason. */
export function explainCondition(
  condition: CompiledStatement["conditions"][number],
  { request, origins, variables }: ConditionFacts,
): ExplainedCondition {
  const { entry, key, text } = condition;
  const operator = operatorOf(condition);
  const { context } = request;
  const found = foundIn(request, key);
  const { line, column } = text;
  const [name = ""] = text.name.split(" ");
  const origin = origins.get(key);
  const matching =
    found.under === undefined
      ? matchingOf(found.values, { condition, operator, variables, context })
      : [fitsUnder(condition, found.under, context)];
  return {
    operator: name,
    key: entry.key,
    result: heldFor(condition, request),
    reason: reasonOf(found, condition, matching),
    entries: entry.values.map(({ value }, i): ExplainedEntry => ({
      value,
      ...resolvedText(value, variables && isText(operator), context),
      matches: anyOf(matching.map((row) => row[i] ?? "no")),
    })),
    requestValues: found.values,
    ...(origin === undefined ? {} : { origin }),
    line,
    column,
  };
}

/** What a request has for a key; where that stands for many values, what they all start with. */
interface Found {
  readonly values: ExplainedCondition["requestValues"];
  readonly under?: string;
}

function foundIn({ context, valuesUnder }: ConditionFacts["request"], key: string): Found {
  const values = context.get(key) ?? "absent";
  const under = values === "unknown" ? valuesUnder?.get(key) : undefined;
  if (under !== undefined) return { values: [`${under}*`], under };
  return { values: values.length === 0 ? "absent" : values };
}

function operatorOf({ entry }: CompiledCondition): ConditionOperator {
  const operator = findConditionOperator(entry.operator);
  if (operator === undefined) throw new Error(`unknown condition operator \`${entry.operator}\``);
  return operator;
}

/** Variables stand in the values of String and Arn operators only. */
function isText({ kind }: ConditionOperator): boolean {
  return kind === "string" || kind === "folded" || kind === "like" || kind === "arn";
}

interface Compared {
  readonly condition: CompiledCondition;
  readonly operator: ConditionOperator;
  readonly variables: boolean;
  readonly context: RequestContext;
}

/** For each value of the request, which values of the policy it fits; negation is left out. */
function matchingOf(
  found: Found["values"],
  { condition, operator, variables, context }: Compared,
): readonly (readonly Tri[])[] {
  const isNull = operator.kind === "null";
  if (found === "unknown" || (found === "absent" && !isNull)) return [];
  const { operator: written, key, values, span } = condition.entry;
  const alone = values.map((value) => {
    const entry = { operator: written, ifExists: false, key, values: [value], span };
    const { holds } = compileCondition(entry, variables);
    return (one: ContextValue | undefined): Tri =>
      operator.negated ? not(holds(one, context)) : holds(one, context);
  });
  if (found === "absent") return [alone.map((fits) => fits(undefined))];
  const each = isNull ? [found] : found.map((one) => [one]);
  return each.map((one) => alone.map((fits) => fits(one)));
}

function reasonOf(
  { values, under }: Found,
  { entry }: CompiledCondition,
  matching: readonly (readonly Tri[])[],
): ConditionReason {
  if (values === "unknown") return "unknownValue";
  if (values === "absent") return "absent";
  if (entry.operator === "Null") return "present";
  if (entry.quantifier !== undefined && values.join("") === "") return "emptySet";
  const fits = matching.map(anyOf);
  const some = anyOf(fits);
  if (some === "unknown") return under === undefined ? "unknownVariable" : "partlyListed";
  if (some === "no") return "notListed";
  return allOf(fits) === "yes" ? "listed" : "partlyListed";
}
