import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { asBinary, type Database, open, type RootDatabase } from "lmdb";
import { type Commit, commitTogether } from "./commit-together.ts";
import type { Packer, RowForm } from "./row-form.ts";
import { boundsOf, createKeyReader, writeKey } from "./store-key.ts";
import type { Key, Range, Row, Store, Table, TableOptions } from "./store.ts";

// The library's type of a key is an array that may change.
type StoredKey = string[] | Uint8Array;
type Rows = Database<unknown, StoredKey>;

// Rows are read without what was learned from others: each says the names of its fields.
const PACKING = { useRecords: false };

/** Where a store is, and for how long. */
export interface StoreOptions {
  readonly directory: string;
  /** Whether it should outlive the machine's power too; not for what goes with the process. */
  readonly isLasting: boolean;
}

const MAX_TABLES = 128;
// Keys of S3 have up to 1,024 bytes, and twice that when all are NUL: LMDB takes them on pages of 8 KiB.
const PAGE_SIZE = 8192;

/** Opens the store in a directory, or makes it there. */
export function openStore({ directory, isLasting }: StoreOptions): Store {
  const environment = open<unknown, StoredKey>({
    path: directory,
    maxDbs: MAX_TABLES,
    pageSize: PAGE_SIZE,
    // A commit is in the system's page cache either way, and outlives the process. What should last is
    // then brought to the disk too, which nobody waits for: after a loss of power the store is as it
    // was a moment before.
    noSync: !isLasting,
    separateFlushed: true,
    encoder: PACKING,
  });
  // The library makes files for everyone to read; there are secret keys in them.
  chmodSync(directory, 0o700);
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o600);
  const state: StoreState = {
    environment,
    // What is flushed is best left to the library, which commits while the flush before goes on.
    commit: isLasting ? (work) => environment.transaction(work) : commitTogether(environment),
    packer: packerOf(environment),
    tables: new Map(),
    writing: undefined,
  };
  return {
    table: (name, options = {}) => openTable(state, name, options),
    transaction: (work) => runTransaction(state, work),
    async clear() {
      // To clear an empty table costs as much as a full one, and most are.
      const full = [...state.tables.values()].filter((table) => table.mayHaveRows);
      await state.commit(() => {
        for (const table of full) {
          table.rows.clearSync();
          table.mayHaveRows = false;
          table.unsettled++;
        }
      });
      for (const table of full) {
        table.cache?.clear();
        table.last = undefined;
        table.revision++;
        table.unsettled--;
      }
    },
    async close() {
      await state.commit(() => undefined);
      await environment.close();
    },
  };
}

interface StoreState {
  readonly environment: RootDatabase<unknown, StoredKey>;
  readonly commit: Commit;
  readonly packer: Packer;
  readonly tables: Map<string, OpenTable>;
  writing: Writing | undefined;
}

interface OpenTable {
  readonly rows: Rows;
  readonly cache: Map<string, unknown> | undefined;
  /** The row that was read last: most operations read the one that they are about more than once. */
  last: { readonly key: Key; readonly value: unknown } | undefined;
  revision: number;
  /** How many transactions have written to it and are not committed yet: they and later ones see more than the cache. */
  unsettled: number;
  /** Since it was opened or cleared. */
  mayHaveRows: boolean;
}

/** A transaction while its work runs. */
interface Writing {
  /** How to take each write back, in order. */
  readonly undo: (() => void)[];
  /** What it has read last and not written since: it need not be read again to take a write back. */
  read: { readonly table: OpenTable; readonly key: Key; readonly value: unknown } | undefined;
  /** Cached rows that it changes. */
  readonly stale: (() => void)[];
  readonly tables: Set<OpenTable>;
}

async function runTransaction<Result>(state: StoreState, work: () => Result): Promise<Result> {
  if (state.writing !== undefined) throw new Error("a transaction cannot begin inside another");
  const writing: Writing = { undo: [], read: undefined, stale: [], tables: new Set() };
  try {
    return await state.commit(() => perform(state, writing, work));
  } finally {
    // Others may have read, and kept, the old rows until the moment of the commit.
    for (const forget of writing.stale) forget();
    for (const table of writing.tables) {
      table.last = undefined;
      table.revision++;
      table.unsettled--;
    }
  }
}

/** Many of ours are one transaction of LMDB, which cannot take one of them back; so we do. */
function perform<Result>(state: StoreState, writing: Writing, work: () => Result): Result {
  state.writing = writing;
  try {
    return work();
  } catch (error) {
    for (const takeBack of writing.undo.reverse()) takeBack();
    throw error;
  } finally {
    state.writing = undefined;
  }
}

function openTable<Value>(
  state: StoreState,
  name: string,
  { form, cached = false }: TableOptions<Value>,
): Table<Value> {
  if (state.tables.has(name)) throw new Error(`table \`${name}\` is declared twice`);
  const rows: Rows = state.environment.openDB(name, {
    keyEncoder: { writeKey, readKey: createKeyReader() },
    encoder: form === undefined ? PACKING : encoderOf(form, state.packer),
  } as never);
  const cache = cached ? new Map<string, unknown>() : undefined;
  const table: OpenTable = {
    rows,
    cache,
    last: undefined,
    revision: 0,
    unsettled: 0,
    mayHaveRows: true,
  };
  state.tables.set(name, table);
  // What a table declares is what its rows were written as.
  const read = (key: Key): Value | undefined => rows.get(key as StoredKey) as Value | undefined;
  return {
    get revision() {
      return table.revision;
    },
    get: (key) => {
      const { writing } = state;
      if (writing !== undefined && (cache === undefined || table.unsettled > 0)) {
        writing.read = { table, key, value: read(key) };
        return writing.read.value as Value | undefined;
      }
      if (cache === undefined) return readOnce(table, key, read);
      const word = cacheWord(key);
      const found = cache.get(word);
      if (found !== undefined) return found as Value;
      const value = read(key);
      if (value !== undefined) cache.set(word, value);
      return value;
    },
    range: (range = {}) => walk(rows, range),
    put(key, value) {
      prepareWrite(state, table, key);
      void rows.put(key as StoredKey, value);
    },
    delete(key) {
      prepareWrite(state, table, key);
      void rows.remove(key as StoredKey);
    },
  };
}

function readOnce<Value>(table: OpenTable, key: Key, read: (key: Key) => Value): Value {
  const { last } = table;
  if (last !== undefined && isSameKey(last.key, key)) return last.value as Value;
  const value = read(key);
  table.last = { key, value };
  return value;
}

function isSameKey(a: Key, b: Key): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function prepareWrite({ writing }: StoreState, table: OpenTable, key: Key): void {
  if (writing === undefined) throw new Error("a table is written outside a transaction");
  const { rows, cache } = table;
  table.mayHaveRows = true;
  const before = rowBefore(writing, table, key);
  writing.read = undefined;
  writing.undo.push(() => {
    if (before === undefined) void rows.remove(key as StoredKey);
    else void rows.put(key as StoredKey, before);
  });
  if (!writing.tables.has(table)) table.unsettled++;
  writing.tables.add(table);
  if (cache !== undefined) writing.stale.push(() => cache.delete(cacheWord(key)));
}

/** A row as it can be put back. */
function rowBefore({ read }: Writing, table: OpenTable, key: Key): unknown {
  if (read?.table === table && isSameKey(read.key, key)) return read.value;
  const bytes = table.rows.getBinary(key as StoredKey);
  return bytes && asBinary(bytes);
}

/** No text that is read as UTF-8 has half a surrogate pair. */
function cacheWord(key: Key): string {
  return key.join("\ud800");
}

function walk<Value>(rows: Rows, range: Range): Iterable<Row<Value>> {
  const { low, high } = boundsOf(range);
  const { reverse = false, limit } = range;
  const ends = reverse
    ? { start: high, end: low, exclusiveStart: true, inclusiveEnd: true }
    : { start: low, end: high };
  const found = rows.getRange({ ...ends, reverse, ...(limit !== undefined && { limit }) } as never);
  return found as unknown as Iterable<Row<Value>>;
}

/** As the library takes it. */
interface Encoder<Value> {
  encode(row: Value): Uint8Array;
  decode(bytes: Buffer): Value;
}

function encoderOf<Value>(form: RowForm<Value>, packer: Packer): Encoder<Value> {
  return {
    encode: (row) => form.write(row, packer),
    decode: (bytes) => form.read(bytes, packer),
  };
}

/** What the library packs rows with that have no form of their own. */
function packerOf(environment: object): Packer {
  const messagePack = (environment as { readonly encoder: MessagePack }).encoder;
  return {
    pack: (value) => messagePack.encode(value),
    unpack: (bytes, start) => messagePack.decode(bytes, { start, end: bytes.length }),
  };
}

interface MessagePack {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array, stretch: { readonly start: number; readonly end: number }): unknown;
}
