import type { Miss } from "../../app/index.ts";

/** Words of one language around the values of a near miss. */
export interface MissWords {
  readonly has: string;
  readonly request: string;
  readonly nothing: string;
}

/** An element that did not match: what stands in the policy, and what in the request. */
export function missText(miss: Miss, words: MissWords): string {
  const { line, column, name, policyValues, requestValues } = miss;
  const requested = requestValues.length === 0 ? words.nothing : requestValues.join(", ");
  return `${line}:${column} ${name} ${words.has} ${policyValues.join(", ")}, ${words.request} ${requested}`;
}
