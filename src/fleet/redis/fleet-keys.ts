/** What everything of fleets is named with in Redis. */
export const PREFIX = "sluice";

/** The queue of all fleets that use this Redis. */
export const QUEUE = "fleet";

/** The name of what is kept. */
export function keyOf(...parts: readonly string[]): string {
  return [PREFIX, QUEUE, "book", ...parts].join(":");
}
