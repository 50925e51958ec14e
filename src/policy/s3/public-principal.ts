import type { Effect } from "../policy-document.ts";
import { type HoldingCondition, holdsToFixedValues, type PolicyPlace } from "./fixed-values.ts";

/** A principal as it is written; a bare `"*"` has the type `*`. */
interface WrittenPrincipal {
  readonly type: string;
  readonly value: string;
}

/** What decides whether a statement is public. */
interface PublicQuestion<P extends WrittenPrincipal> {
  readonly effect: Effect | undefined;
  readonly principal: { readonly negated: boolean; readonly entries: readonly P[] } | undefined;
  readonly conditions: readonly HoldingCondition[];
}

/**
 * The principal that makes a statement public, or undefined when it is not (S3 User Guide, Blocking
 * public access, The meaning of "public").
 */
export function publicPrincipal<P extends WrittenPrincipal>(
  { effect, principal, conditions }: PublicQuestion<P>,
  place: PolicyPlace,
): P | "everyoneElse" | undefined {
  if (effect !== "Allow" || principal === undefined) return undefined;
  const admitted = principal.negated ? "everyoneElse" : principal.entries.find(isOpen);
  if (admitted === undefined) return undefined;
  return conditions.some((one) => holdsToFixedValues(one, place)) ? undefined : admitted;
}

function isOpen({ type, value }: WrittenPrincipal): boolean {
  if (type === "Federated") return !value.startsWith("arn:");
  return value === "*" && (type === "*" || type === "AWS");
}
