import type { AuthorizationRequest } from "./request.ts";

/** The values that a request has for a condition key, for people to read; none where none are known. */
export function shownValues(
  { context, valuesUnder }: Pick<AuthorizationRequest, "context" | "valuesUnder">,
  key: string,
): readonly string[] {
  const found = context.get(key);
  if (found === undefined) return [];
  if (found !== "unknown") return found;
  const prefix = valuesUnder?.get(key);
  return prefix === undefined ? [] : [`${prefix}*`];
}
