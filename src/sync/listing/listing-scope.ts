import { compareUtf8 } from "../../aws/index.ts";

/** A listing that can say where somebody else may go on. */
export interface DividedListing {
  /** A key that has been listed, with about half of what is left behind it, and so many keys at least, as far as is known. */
  cutPoint(leastKeys: number): string | undefined;
}

/**
 * Keys behind `after`, up to and with `through`; without one of them, from the first or to the last. While
 * it is listed, the end may come nearer, but not to what has been shown.
 */
export interface KeySpan {
  readonly after?: string | undefined;
  readonly through?: string | undefined;
}

/** A span of which somebody wants to know how it is listed. */
export interface FollowedSpan extends KeySpan {
  /** Told of a listing for as long as it goes on: until what is answered is called. */
  readonly follow?: (listing: DividedListing) => () => void;
}

/** A part of a side: what is between two keys, or some keys, in order, and nothing else. */
export type ListingScope =
  | ({ readonly kind: "span" } & FollowedSpan)
  | { readonly kind: "only"; readonly keys: readonly string[] };

/** Whether a key, or with a `/` at its end anything under it, may be in a scope. */
export function isInScope(key: string, scope: ListingScope | undefined): boolean {
  if (scope === undefined) return true;
  switch (scope.kind) {
    case "span":
      return isBehind(key, scope.after) && isUpTo(key, scope.through);
    case "only": {
      const first = scope.keys[firstAtOrAfter(key, scope.keys)];
      const isTree = key.endsWith("/");
      return first !== undefined && (isTree ? first.startsWith(key) : first === key);
    }
  }
}

/** A tree may go on behind a key that is in it. */
function isBehind(key: string, after: string | undefined): boolean {
  if (after === undefined || compareUtf8(key, after) > 0) return true;
  return key.endsWith("/") && after.startsWith(key);
}

/** Whatever is in a tree comes behind its own name. */
function isUpTo(key: string, through: string | undefined): boolean {
  return through === undefined || compareUtf8(key, through) <= 0;
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
