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

/** Each value of the policy is asked on its own, though several together may cover what none does alone. */
function heldUnder(
  { entry, variables }: CompiledCondition,
  prefix: string,
  context: RequestContext,
): Tri {
  const operator = findConditionOperator(entry.operator);
  if (operator === undefined) return "unknown";
  const values = entry.values.map(({ value }) => value);
  // The key is there, whatever its value.
  if (operator.kind === "null") return tri(values.some((value) => value.toLowerCase() === "false"));
  const some = anyOf(
    values.map((value) => coversValues({ operator, value, variables }, prefix, context)),
  );
  return operator.negated ? not(some) : some;
}
