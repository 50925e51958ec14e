import { compareUtf8 } from "../../src/aws/index.ts";
import type { Key, Range, Row, Store, Table } from "../../src/lab/state/store.ts";

/** A store that goes with the lab that it is of: to make and to remove a real one takes longer than a world. */
export function memoryStore(): Store {
  const tables: MemoryTable<unknown>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Result): Promise<Result> => {
    const done = last.then(() => perform(tables, work));
    last = done.catch(() => undefined);
    return done;
  };
  return {
    table<Value>() {
      const table = new MemoryTable<Value>();
      tables.push(table);
      return table;
    },
    transaction: inTurn,
    clear: () =>
      inTurn(() => {
        for (const table of tables) for (const { key } of table.range()) table.delete(key);
      }),
    close: () => Promise.resolve(),
  };
}

/** Nothing of what throws is written. */
function perform<Result>(tables: readonly MemoryTable<unknown>[], work: () => Result): Result {
  try {
    const result = work();
    for (const table of tables) table.settle(true);
    return result;
  } catch (error) {
    for (const table of tables) table.settle(false);
    throw error;
  }
}

class MemoryTable<Value> implements Table<Value> {
  revision = 0;
  readonly #rows = new Map<string, Row<Value>>();
  /** What the transaction that runs has changed, as it was. */
  readonly #before = new Map<string, Row<Value> | undefined>();
  #sorted: readonly Row<Value>[] | undefined;

  get(key: Key): Value | undefined {
    return this.#rows.get(wordOf(key))?.value;
  }

  range(range: Range = {}): Iterable<Row<Value>> {
    this.#sorted ??= [...this.#rows.values()].sort((a, b) => compareKeys(a.key, b.key));
    const found = this.#sorted.filter(({ key }) => isWithin(key, range));
    if (range.reverse === true) found.reverse();
    return found.slice(0, range.limit);
  }

  put(key: Key, value: Value): void {
    this.#change(key, { key, value });
  }

  delete(key: Key): void {
    this.#change(key, undefined);
  }

  /** Ends a transaction, keeping what it wrote or not. */
  settle(isKept: boolean): void {
    if (this.#before.size === 0) return;
    if (!isKept) for (const [word, row] of this.#before) this.#set(word, row);
    this.#before.clear();
    this.revision++;
  }

  #change(key: Key, row: Row<Value> | undefined): void {
    const word = wordOf(key);
    if (!this.#before.has(word)) this.#before.set(word, this.#rows.get(word));
    this.#set(word, row);
  }

  #set(word: string, row: Row<Value> | undefined): void {
    this.#sorted = undefined;
    if (row === undefined) this.#rows.delete(word);
    else this.#rows.set(word, row);
  }
}

function isWithin(key: Key, { within = [], from, after, beyond, before }: Range): boolean {
  if (!within.every((word, i) => key[i] === word)) return false;
  const rest = key.slice(within.length);
  return (
    (from === undefined || compareKeys(rest, from) >= 0) &&
    (after === undefined || compareKeys(rest.slice(0, after.length), after) > 0) &&
    (beyond === undefined || isBeyond(rest, beyond)) &&
    (before === undefined || compareKeys(rest, before) < 0)
  );
}

function isBeyond(key: Key, beyond: Key): boolean {
  const end = beyond.length - 1;
  const beginnings = key.slice(0, beyond.length);
  const cut = beginnings.map((word, i) => (i === end ? word.slice(0, beyond[i]?.length) : word));
  return compareKeys(cut, beyond) > 0;
}

function compareKeys(a: Key, b: Key): number {
  for (const [i, word] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareUtf8(word, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** No text that is read as UTF-8 has half a surrogate pair. */
function wordOf(key: Key): string {
  return key.join("\ud800");
}
