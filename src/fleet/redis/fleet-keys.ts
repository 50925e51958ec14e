/** What everything of fleets is named with in Redis. */
export const PREFIX = "sluice";

/** The queue of all fleets that use this Redis. */
export const QUEUE = "fleet";

/** The name of what is kept. */
export function keyOf(...parts: readonly string[]): string {
  return [PREFIX, QUEUE, "book", ...parts].join(":");
}

/** BullMQ's lists of tasks that wait, and that are worked on. */
export const TASKS: readonly string[] = ["wait", "active"].map((list) =>
  [PREFIX, QUEUE, list].join(":"),
);
