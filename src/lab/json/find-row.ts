import type { Table } from "../state/store.ts";

// Far longer than any name of AWS's; the store takes a little more.
const MAX_WORD = 512;

/** A row by words that a client chose: what no row can have as its key finds none. */
export function findRow<Value>(table: Table<Value>, ...key: readonly string[]): Value | undefined {
  const isPossible = key.every((word) => word !== "" && word.length <= MAX_WORD);
  return isPossible ? table.get(key) : undefined;
}
