import type { Sides } from "../sides/sides.ts";

/**
 * Resolves when a change may be made, perhaps to what is to be called when it is made; asked before each. Listing waits
 * for nothing.
 */
export type Permission = () => Promise<(() => void) | undefined>;

/** The same sides, which change nothing before they are permitted to; a run that is stopped until then changes nothing at all. */
export function oncePermitted(sides: Sides, permitted: Permission, signal: AbortSignal): Sides {
  const whenPermitted = async <T>(change: () => Promise<T>): Promise<T> => {
    const made = await permitted();
    try {
      signal.throwIfAborted();
      return await change();
    } finally {
      made?.();
    }
  };
  const { putTags } = sides;
  return {
    ...sides,
    ...(putTags && { putTags: (key, tags) => whenPermitted(() => putTags(key, tags)) }),
    transfer: (change, reporter) => whenPermitted(() => sides.transfer(change, reporter)),
    remove: (batch) => whenPermitted(() => sides.remove(batch)),
    clearTheWay: (key) => whenPermitted(() => sides.clearTheWay(key)),
  };
}
