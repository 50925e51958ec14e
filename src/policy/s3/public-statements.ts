import { findConditionOperator } from "../condition-operator.ts";
import type { PolicyDocument, Statement } from "../policy-document.ts";
import type { PolicyPlace } from "./fixed-values.ts";
import { publicPrincipal } from "./public-principal.ts";

// Not state that anyone can see: a document never changes, and its entry goes when it goes.
const known: Readonly<Record<PolicyPlace, WeakMap<PolicyDocument, readonly Statement[]>>> = {
  bucket: new WeakMap(),
  accessPoint: new WeakMap(),
};

/** The statements that make a policy of a bucket or an access point public. */
export function publicStatements(
  document: PolicyDocument,
  place: PolicyPlace = "bucket",
): readonly Statement[] {
  const before = known[place].get(document);
  if (before !== undefined) return before;
  const found = document.statements.filter((statement) => isPublicStatement(statement, place));
  known[place].set(document, found);
  return found;
}

function isPublicStatement(
  { effect, principal, conditions }: Statement,
  place: PolicyPlace,
): boolean {
  const written = principal && {
    negated: principal.negated,
    entries: principal.entries.map(({ value }) => value),
  };
  const holding = conditions.map(({ operator, ifExists, quantifier, key, values }) => ({
    operator: findConditionOperator(operator),
    ifExists,
    quantifier,
    key,
    values: values.map(({ value }) => value),
  }));
  return publicPrincipal({ effect, principal: written, conditions: holding }, place) !== undefined;
}
