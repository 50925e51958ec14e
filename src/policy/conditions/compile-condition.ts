import { type ConditionOperator, findConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import type { ConditionEntry } from "../policy-document.ts";
import type { ContextValue, RequestContext } from "../request.ts";
import { both, either, not, tri } from "../tri.ts";
import { compileComparison, type Comparison } from "./compare-values.ts";

/** One condition made ready. */
export interface CompiledCondition {
  readonly entry: ConditionEntry;
  /** The key in lower case, as contexts hold it. */
  readonly key: string;
  /** Whether its policy is of a version with variables. */
  readonly variables: boolean;
  readonly holds: (values: ContextValue | undefined, context: RequestContext) => Tri;
}

export function compileCondition(entry: ConditionEntry, variables: boolean): CompiledCondition {
  const operator = findConditionOperator(entry.operator);
  if (operator === undefined) throw new Error(`unknown condition operator \`${entry.operator}\``);
  const comparisons = entry.values.map(({ value }) =>
    compileComparison(operator, value, variables),
  );
  const key = entry.key.toLowerCase();
  if (operator.kind === "null") return { entry, key, variables, holds: nullHolds(comparisons) };
  const quantified: Quantified = { entry, operator, comparisons };
  return {
    entry,
    key,
    variables,
    holds: (values, context) => {
      if (values === "unknown") return "unknown";
      if (values === undefined || values.length === 0) return tri(holdsForMissing(quantified));
      if (isNullSet(quantified, values)) return tri(entry.quantifier === "ForAllValues");
      return holdsForValues(quantified, values, context);
    },
  };
}

/** A set operator takes one empty string for an empty set (IAM User Guide, Multivalued context keys). */
function isNullSet({ entry }: Quantified, values: readonly string[]): boolean {
  return entry.quantifier !== undefined && values.length === 1 && values[0] === "";
}

interface Quantified {
  readonly entry: ConditionEntry;
  readonly operator: ConditionOperator;
  readonly comparisons: readonly Comparison[];
}

/** `Null` with `true` asks that the key is absent. */
function nullHolds(comparisons: readonly Comparison[]): CompiledCondition["holds"] {
  return (values, context) => {
    if (values === "unknown") return "unknown";
    const isAbsent = String(values === undefined || values.length === 0);
    return matchesAny(comparisons, isAbsent, context);
  };
}

/** IAM User Guide, Condition operators and Multivalued context keys: what holds for a key that is not there. */
function holdsForMissing({ entry, operator }: Quantified): boolean {
  if (entry.ifExists) return true;
  switch (entry.quantifier ?? "none") {
    case "ForAllValues":
      return true;
    case "ForAnyValue":
      return false;
    case "none":
      return operator.negated;
  }
}

function holdsForValues(
  { entry, operator, comparisons }: Quantified,
  values: readonly string[],
  context: RequestContext,
): Tri {
  let some: Tri = "no";
  let every: Tri = "yes";
  for (const value of values) {
    const matches = matchesAny(comparisons, value, context);
    some = either(some, matches);
    every = both(every, matches);
  }
  switch (entry.quantifier ?? "none") {
    case "ForAllValues":
      return operator.negated ? not(some) : every;
    case "ForAnyValue":
      return operator.negated ? not(every) : some;
    case "none":
      return operator.negated ? not(some) : some;
  }
}

/** A loop, not a list of answers: conditions are held against every request. */
function matchesAny(
  comparisons: readonly Comparison[],
  value: string,
  context: RequestContext,
): Tri {
  let some: Tri = "no";
  for (const compare of comparisons) some = either(some, compare(value, context));
  return some;
}
