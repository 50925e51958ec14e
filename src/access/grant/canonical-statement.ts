import type { Element, Statement } from "../../policy/index.ts";

/** A text that two statements share exactly when they mean the same: order and spelling are dropped. */
export function canonicalStatement(statement: Statement): string {
  const conditions = statement.conditions.map(({ operator, ifExists, quantifier, key, values }) => [
    quantifier ?? "",
    operator,
    ifExists,
    key.toLowerCase(),
    values.map(({ value }) => value).sort(),
  ]);
  return JSON.stringify([
    statement.sid ?? "",
    statement.effect,
    element(statement.principal, ({ type, value }) => `${type} ${accountForm(value)}`),
    element(statement.action, (action) => action.toLowerCase()),
    element(statement.resource, (resource) => resource),
    conditions.map((condition) => JSON.stringify(condition)).sort(),
  ]);
}

function element<T>(of: Element<T> | undefined, text: (value: T) => string): unknown {
  return of && [of.negated, of.entries.map(({ value }) => text(value)).sort()];
}

/** AWS takes an account id and the ARN of its root as the same principal. */
function accountForm(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}
