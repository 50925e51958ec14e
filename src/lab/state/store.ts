import type { RowForm } from "./row-form.ts";

/**
 * A row's key: one or more words, ordered by their UTF-8 bytes, word by word. A number that should
 * order rows is written with leading zeros.
 */
export type Key = readonly string[];

/**
 * Which rows to walk. Every bound continues `within`; one with fewer words than the key stands for
 * all rows that begin with those words.
 */
export interface Range {
  /** The words that the keys begin with. */
  readonly within?: Key;
  /** Starts at these rows. */
  readonly from?: Key;
  /** Starts behind these rows. */
  readonly after?: Key;
  /** Starts behind all rows whose words begin with these, the last of them being a beginning of a word. */
  readonly beyond?: Key;
  /** Ends before these rows. */
  readonly before?: Key;
  /** From the last row to the first. */
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** A row as a walk meets it; `key` is whole, with the words of `within`. */
export interface Row<Value> {
  readonly key: Key;
  readonly value: Value;
}

/** How a table keeps its rows. */
export interface TableOptions<Value> {
  /** For rows that are read by the thousand; any others are packed as they are. */
  readonly form?: RowForm<Value>;
  /** Keeps the rows that were read in memory: for few rows that nearly every request reads. */
  readonly cached?: boolean;
}

/** Rows of one kind in the order of their keys. */
export interface Table<Value> {
  /** Grows with every transaction that wrote to it: what was made of its rows is good until then. */
  readonly revision: number;
  get(key: Key): Value | undefined;
  /** Walks lazily, over the rows as they were when it began. */
  range(range?: Range): Iterable<Row<Value>>;
  /** Only in a transaction. */
  put(key: Key, value: Value): void;
  /** Only in a transaction; a row that is not there is no error. */
  delete(key: Key): void;
}

/**
 * Everything that the lab keeps, in tables. A service declares its tables in one file of its own
 * that lists them all, `iamTables(store)`, from `store.table<Row>("iam.users")`; the name begins with
 * the service. Values are what JSON has, and `Uint8Array`; names that a client
 * chooses are kept as pairs, never as fields. Reading is synchronous and needs no
 * transaction; what is read together, without an `await` between, is of one moment.
 */
export interface Store {
  table<Value>(name: string, options?: TableOptions<Value>): Table<Value>;
  /**
   * Runs `work`, which reads and writes without an `await`, after all transactions before it and
   * before all after it; it sees what it writes. When it throws nothing is written. Once the promise
   * is fulfilled the writes outlive a process that is killed.
   */
  transaction<Result>(work: () => Result): Promise<Result>;
  /** Empties all tables. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
