import { compareUtf8 } from "../../aws/index.ts";

/** Values by key, walked in UTF-8 byte order of the keys. */
export interface ObjectIndex<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** The first key that is `from` or after it. */
  firstFrom(from: string): string | undefined;
  /** The first key after `key`. */
  firstAfter(key: string): string | undefined;
  /** The first key after every key that starts with `prefix`. */
  firstBeyond(prefix: string): string | undefined;
}

/**
 * An index in memory: a map beside a sorted array of its keys. Keys that arrive in order are
 * appended; others cost one search and one move of the tail.
 */
export function createObjectIndex<Value>(): ObjectIndex<Value> {
  const values = new Map<string, Value>();
  const keys: string[] = [];

  /** Position of the first key for which `isBefore` is false. */
  const search = (isBefore: (key: string) => boolean): number => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(keys[middle] ?? "")) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // A walk asks for the key after the one it was just given.
  let walked = 0;
  const visit = (position: number): string | undefined => {
    walked = position;
    return keys[position];
  };
  const positionOf = (key: string): number => search((other) => compareUtf8(other, key) < 0);

  return {
    get size() {
      return keys.length;
    },
    get: (key) => values.get(key),
    set(key, value) {
      if (!values.has(key)) {
        const last = keys.at(-1);
        if (last === undefined || compareUtf8(last, key) < 0) keys.push(key);
        else keys.splice(positionOf(key), 0, key);
      }
      values.set(key, value);
    },
    delete(key) {
      if (values.delete(key)) keys.splice(positionOf(key), 1);
    },
    firstFrom: (from) => visit(positionOf(from)),
    firstAfter: (key) =>
      visit(keys[walked] === key ? walked + 1 : search((other) => compareUtf8(other, key) <= 0)),
    firstBeyond: (prefix) =>
      visit(search((other) => compareUtf8(other, prefix) < 0 || other.startsWith(prefix))),
  };
}
