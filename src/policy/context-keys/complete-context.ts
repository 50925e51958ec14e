import type { ContextValue, RequestContext } from "../request.ts";
import type { Circumstances } from "./circumstances.ts";
import { mayCarry } from "./may-carry.ts";

/**
 * A context in which every key that is asked about has a value, is unknown because the request may carry it,
 * or is absent because it cannot.
 */
export function completeContext(
  context: RequestContext,
  asked: Iterable<string>,
  of: Circumstances,
): RequestContext {
  const completed = new Map<string, ContextValue>(context);
  for (const key of asked) {
    const name = key.toLowerCase();
    if (!completed.has(name) && mayCarry(name, of)) completed.set(name, "unknown");
  }
  return completed;
}
