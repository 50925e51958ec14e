import { isAccountId, parseArn } from "../../aws/index.ts";
import type { Miss, StatementEvaluation } from "../../policy/index.ts";

/** The Allow that came nearest to matching: that misses by least, and was meant for this caller if any was. */
export function nearestAllow(
  statements: readonly StatementEvaluation[],
): StatementEvaluation | undefined {
  return statements
    .filter(({ effect, matches }) => effect === "Allow" && matches !== "yes")
    .sort((a, b) => a.misses.length - b.misses.length || strangeness(a) - strangeness(b))[0];
}

/** Whether a statement is for people of another account altogether. */
function strangeness({ misses }: StatementEvaluation): number {
  return misses.some(({ element, ...miss }) => element === "Principal" && isOfOthers(miss)) ? 1 : 0;
}

function isOfOthers({ policyValues, requestValues }: Omit<Miss, "element">): boolean {
  const ours = new Set(requestValues.map(accountIn));
  // Whose `AROA…` is, nobody can tell any more.
  return policyValues.every(
    (value) => isAccountId(accountIn(value)) && !ours.has(accountIn(value)),
  );
}

function accountIn(principal: string): string {
  return parseArn(principal)?.account ?? principal;
}
