import { compareUtf8 } from "../../aws/index.ts";
import type { Range, Row, Table } from "../state/store.ts";

/** What part of a bucket to list. */
export interface ListQuery {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Only what sorts after this; empty for the beginning. */
  readonly after: string;
  readonly limit: number;
}

/** One page of a listing, in UTF-8 byte order. */
export interface ListPage<Value> {
  readonly contents: readonly (readonly [key: string, value: Value])[];
  readonly commonPrefixes: readonly string[];
  /** The key or common prefix that ended a page which more follows. */
  readonly next?: string;
}

interface Page<Value> {
  readonly contents: (readonly [string, Value])[];
  readonly commonPrefixes: string[];
  last: string;
}

/** Walks a bucket's rows; keys that share a common prefix are passed over in one step. */
export function listPage<Value>(
  table: Table<Value>,
  bucket: string,
  query: ListQuery,
): ListPage<Value> {
  const page: Page<Value> = { contents: [], commonPrefixes: [], last: "" };
  const sizeOf = (): number => page.contents.length + page.commonPrefixes.length;
  let start: Range | undefined = firstOf(query);
  while (start !== undefined) {
    const limit = query.limit - sizeOf() + 1;
    const rows = table.range({ within: [bucket], ...start, limit });
    start = undefined;
    for (const row of rows) {
      const key = keyOf(row);
      if (!key.startsWith(query.prefix)) break;
      if (sizeOf() >= query.limit) return ended(page);
      start = take(page, row, query);
      if (start !== undefined) break;
    }
  }
  const { contents, commonPrefixes } = page;
  return { contents, commonPrefixes };
}

function keyOf(row: Row<unknown>): string {
  return row.key[1] ?? "";
}

/** Adds a row to the page; answers where to go on when rows are to be passed over. */
function take<Value>(page: Page<Value>, row: Row<Value>, query: ListQuery): Range | undefined {
  const key = keyOf(row);
  const common = commonPrefixOf(key, query);
  page.last = common ?? key;
  if (common === undefined) {
    page.contents.push([key, row.value]);
    return undefined;
  }
  page.commonPrefixes.push(common);
  return { beyond: [common] };
}

/** An empty page (`max-keys=0`) is never truncated: nothing could follow from it. */
function ended<Value>({ contents, commonPrefixes, last }: Page<Value>): ListPage<Value> {
  return last === "" ? { contents, commonPrefixes } : { contents, commonPrefixes, next: last };
}

function firstOf(query: ListQuery): Range {
  const { after, prefix } = query;
  if (after === "" || compareUtf8(after, prefix) < 0) return { from: [prefix] };
  const common = after.startsWith(prefix) ? commonPrefixOf(after, query) : undefined;
  return common === undefined ? { after: [after] } : { beyond: [common] };
}

/** The key up to and with the first delimiter after the prefix. */
export function commonPrefixOf(
  key: string,
  { prefix, delimiter }: Pick<ListQuery, "prefix" | "delimiter">,
): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
