import { type CompiledCondition, compileCondition } from "../conditions/compile-condition.ts";
import { type ConditionOperator, findConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import type { CompiledStatement } from "../evaluate/compile-policy.ts";
import type { ContextValue, RequestContext } from "../request.ts";
import { allOf, anyOf, not } from "../tri.ts";
import type { ConditionReason } from "./condition-reason.ts";
import type { ContextOrigins, ExplainedCondition, ExplainedEntry } from "./explanation.ts";
import { resolvedText } from "./resolved-text.ts";

/** What conditions are held against. */
export interface ConditionFacts {
  readonly context: RequestContext;
  readonly origins: ContextOrigins;
  /** Whether the policy is of a version with variables. */
  readonly variables: boolean;
}

/** One condition of a statement, with both sides and the reason. */
export function explainCondition(
  condition: CompiledStatement["conditions"][number],
  { context, origins, variables }: ConditionFacts,
): ExplainedCondition {
  const { entry, key, holds, text } = condition;
  const operator = operatorOf(condition);
  const value = context.get(key);
  // What stands for many values is as good as unknown to whoever asks how each fares.
  const found =
    value !== undefined && value !== "unknown" && "anyUnder" in value ? "unknown" : value;
  const { line, column } = text;
  const [name = ""] = text.name.split(" ");
  const origin = origins.get(key);
  const matching = matchingOf(found, { condition, operator, variables, context });
  return {
    operator: name,
    key: entry.key,
    result: holds(found, context),
    reason: reasonOf(found, condition, matching),
    entries: entry.values.map(({ value }, i): ExplainedEntry => ({
      value,
      ...resolvedText(value, variables && isText(operator), context),
      matches: anyOf(matching.map((row) => row[i] ?? "no")),
    })),
    requestValues: shownValues(found),
    ...(origin === undefined ? {} : { origin }),
    line,
    column,
  };
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
  found: ContextValue | undefined,
  { condition, operator, variables, context }: Compared,
): readonly (readonly Tri[])[] {
  if (found === "unknown" || (isMissing(found) && operator.kind !== "null")) return [];
  const { key, values, span } = condition.entry;
  const alone = values.map((value) => {
    const entry = {
      operator: condition.entry.operator,
      ifExists: false,
      key,
      values: [value],
      span,
    };
    const { holds } = compileCondition(entry, variables);
    return (one: ContextValue | undefined): Tri =>
      operator.negated ? not(holds(one, context)) : holds(one, context);
  });
  const each = isList(found) && operator.kind !== "null" ? found.map((one) => [one]) : [found];
  return each.map((one) => alone.map((fits) => fits(one)));
}

function isList(found: unknown): found is readonly string[] {
  return Array.isArray(found);
}

function isMissing(found: ContextValue | undefined): boolean {
  return found === undefined || (isList(found) && found.length === 0);
}

function shownValues(found: ContextValue | undefined): ExplainedCondition["requestValues"] {
  if (isMissing(found)) return "absent";
  if (isList(found)) return found;
  const prefix = prefixOf(found);
  return prefix === undefined ? "unknown" : [`${prefix}*`];
}

/** A value that stands for all that begin alike. */
function prefixOf(found: unknown): string | undefined {
  const isPrefix = typeof found === "object" && found !== null && "anyUnder" in found;
  return isPrefix ? String(found.anyUnder) : undefined;
}

function reasonOf(
  found: ContextValue | undefined,
  { entry }: CompiledCondition,
  matching: readonly (readonly Tri[])[],
): ConditionReason {
  if (found === "unknown") return "unknownValue";
  if (isMissing(found)) return "absent";
  if (entry.operator === "Null") return "present";
  if (entry.quantifier !== undefined && isList(found) && found.join() === "") return "emptySet";
  const fits = matching.map(anyOf);
  const some = anyOf(fits);
  // Of all values that begin alike, the policy lists some.
  if (some === "unknown") return isList(found) ? "unknownVariable" : "partlyListed";
  if (some === "no") return "notListed";
  return allOf(fits) === "yes" ? "listed" : "partlyListed";
}
