import { compareUtf8 } from "../../aws/index.ts";

/** A part of a side: what comes after a key, or some keys, in order, and nothing else. */
export type ListingScope =
  | { readonly kind: "after"; readonly key: string }
  | { readonly kind: "only"; readonly keys: readonly string[] };

/** Whether a key, or with a `/` at its end anything under it, may be in a scope. */
export function isInScope(key: string, scope: ListingScope | undefined): boolean {
  if (scope === undefined) return true;
  const isTree = key.endsWith("/");
  switch (scope.kind) {
    case "after":
      return compareUtf8(key, scope.key) > 0 || (isTree && scope.key.startsWith(key));
    case "only": {
      const first = scope.keys[firstAtOrAfter(key, scope.keys)];
      return first !== undefined && (isTree ? first.startsWith(key) : first === key);
    }
  }
}

function firstAtOrAfter(key: string, keys: readonly string[]): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(keys[middle] ?? "", key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
