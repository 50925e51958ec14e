import type { Inventory } from "./inventory-manifest.ts";

/** The same inventory, and how many requests have read from it so far. */
export function countedInventory({ place, store }: Inventory): {
  readonly inventory: Inventory;
  readonly reads: () => number;
} {
  let reads = 0;
  const getObject: Inventory["store"]["getObject"] = (key, options) => {
    reads++;
    return store.getObject(key, options);
  };
  return { inventory: { place, store: { getObject } }, reads: () => reads };
}
