import type { Sides } from "./sides.ts";

/** The same sides, which change nothing before they are permitted to; a run that is stopped until then changes nothing at all. */
export function oncePermitted(sides: Sides, permitted: Promise<void>, signal: AbortSignal): Sides {
  const wait = async (): Promise<void> => {
    await permitted;
    signal.throwIfAborted();
  };
  return {
    ...sides,
    transfer: async (change, reporter) => {
      await wait();
      await sides.transfer(change, reporter);
    },
    remove: async (batch) => {
      await wait();
      return sides.remove(batch);
    },
    clearTheWay: async (key) => {
      await wait();
      await sides.clearTheWay(key);
    },
  };
}
