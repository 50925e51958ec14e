import type { Need, StatementEvaluation } from "../../app/index.ts";
import type { NeedWords } from "../catalogue/catalogue.ts";

/** A need as sentences name it; a whole prefix ends in `*`. */
export function needWords({ action, resource, anyKeyUnder }: Need): NeedWords {
  return { action, resource: anyKeyUnder === true ? `${resource}*` : resource };
}

/** Where a statement stands: its Sid or number, the policy, line and column. */
export function statementName({ ref }: StatementEvaluation): string {
  const name = ref.sid === undefined ? `Statement[${ref.index}]` : `"${ref.sid}"`;
  return `${name} (${ref.policyName}, ${ref.line}:${ref.column})`;
}
