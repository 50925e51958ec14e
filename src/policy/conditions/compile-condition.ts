import { type ConditionOperator, findConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import type { ConditionEntry, Effect } from "../policy-document.ts";
import type { ContextValue, RequestContext } from "../request.ts";
import { documentedReadings, heldAs } from "../strictness/readings.ts";
import type { Readings } from "../strictness/strictness.ts";
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

/** What two ways to read a condition depend on. */
interface ReadAs {
  readonly effect: Effect;
  readonly readings: Readings;
}

const asDocumented: ReadAs = { effect: "Allow", readings: documentedReadings };

export function compileCondition(
  entry: ConditionEntry,
  variables: boolean,
  readAs: ReadAs = asDocumented,
): CompiledCondition {
  const operator = findConditionOperator(entry.operator);
  if (operator === undefined) throw new Error(`unknown condition operator \`${entry.operator}\``);
  const comparisons = entry.values.map(
    ({ value }) =>
      arnStar(entry.operator, value, readAs) ?? compileComparison(operator, value, variables),
  );
  const key = entry.key.toLowerCase();
  if (operator.kind === "null") return { entry, key, variables, holds: nullHolds(comparisons) };
  const quantified: Quantified = { entry, operator, comparisons, readAs };
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
  readonly readAs: ReadAs;
}

/** A lone `*` as every ARN, where it is to be read so; otherwise it matches none, having but one part. */
function arnStar(operator: string, value: string, readAs: ReadAs): Comparison | undefined {
  if (value !== "*" || !/^Arn/.test(operator)) return undefined;
  // A negated operator turns what the values give, and so turns which of them is the stricter.
  const effect = /Not/.test(operator) === (readAs.effect === "Allow") ? "Deny" : "Allow";
  const matches = heldAs(readAs.readings.arnStar, effect, { ours: "no", alternative: "yes" });
  return () => matches;
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
  { entry, operator, comparisons, readAs }: Quantified,
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
      return operator.negated ? someDiffers(readAs, some, every) : some;
    case "none":
      return values.length > 1
        ? severalMatch(operator.negated, readAs, { some, every })
        : matchOf(operator.negated, some);
  }
}

function matchOf(negated: boolean, matches: Tri): Tri {
  return negated ? not(matches) : matches;
}

function someDiffers({ effect, readings }: ReadAs, some: Tri, every: Tri): Tri {
  const bothWays = { ours: not(every), alternative: not(some) };
  return heldAs(readings.forAnyValueNegated, effect, bothWays);
}

function severalMatch(
  negated: boolean,
  { effect, readings }: ReadAs,
  { some, every }: { readonly some: Tri; readonly every: Tri },
): Tri {
  const bothWays = { ours: matchOf(negated, some), alternative: matchOf(negated, every) };
  return heldAs(readings.severalValues, effect, bothWays);
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
