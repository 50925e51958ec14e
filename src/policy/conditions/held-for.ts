import { findConditionOperator } from "../condition-operator.ts";
import type { Tri } from "../decision.ts";
import type { AuthorizationRequest, RequestContext } from "../request.ts";
import { anyOf, not, tri } from "../tri.ts";
import type { CompiledCondition } from "./compile-condition.ts";
import { coversValues } from "./covers-values.ts";

/** Whether a condition holds for a request, or for all that it stands for. */
export function heldFor(
  condition: CompiledCondition,
  { context, valuesUnder }: Pick<AuthorizationRequest, "context" | "valuesUnder">,
): Tri {
  const held = condition.holds(context.get(condition.key), context);
  const prefix = held === "unknown" ? valuesUnder?.get(condition.key) : undefined;
  return prefix === undefined ? held : heldUnder(condition, prefix, context);
}

function heldUnder(condition: CompiledCondition, prefix: string, context: RequestContext): Tri {
  const some = anyOf(fitsUnder(condition, prefix, context));
  return findConditionOperator(condition.entry.operator)?.negated === true ? not(some) : some;
}

/**
 * Which values of the policy all request values that start alike fit, negation left out. Each is asked on
 * its own, though several together may cover what none does alone.
 */
export function fitsUnder(
  { entry, variables }: CompiledCondition,
  prefix: string,
  context: RequestContext,
): readonly Tri[] {
  const operator = findConditionOperator(entry.operator);
  const values = entry.values.map(({ value }) => value);
  if (operator === undefined) return values.map(() => "unknown");
  // The key is there, whatever its value.
  if (operator.kind === "null") return values.map((value) => tri(/^false$/i.test(value)));
  return values.map((value) => coversValues({ operator, value, variables }, prefix, context));
}
