import { compareUtf8 } from "../../aws/index.ts";
import type { StoredObject } from "../state/buckets.ts";
import type { ObjectIndex } from "../state/object-index.ts";

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
export interface ListPage {
  readonly contents: readonly (readonly [key: string, object: StoredObject])[];
  readonly commonPrefixes: readonly string[];
  /** The key or common prefix that ended a page which more follows. */
  readonly next?: string;
}

/** Walks a bucket's index; keys that share a common prefix are passed over in one step. */
export function listPage(objects: ObjectIndex<StoredObject>, query: ListQuery): ListPage {
  const contents: (readonly [string, StoredObject])[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  let key = firstKey(objects, query);
  while (key?.startsWith(query.prefix)) {
    if (contents.length + commonPrefixes.length >= query.limit) {
      // An empty page (`max-keys=0`) is never truncated: nothing could follow from it.
      return last === "" ? { contents, commonPrefixes } : { contents, commonPrefixes, next: last };
    }
    const common = commonPrefixOf(key, query);
    if (common === undefined) {
      const object = objects.get(key);
      if (object !== undefined) contents.push([key, object]);
      last = key;
      key = objects.firstAfter(key);
    } else {
      commonPrefixes.push(common);
      last = common;
      key = objects.firstBeyond(common);
    }
  }
  return { contents, commonPrefixes };
}

function firstKey(objects: ObjectIndex<StoredObject>, query: ListQuery): string | undefined {
  const { after, prefix } = query;
  if (compareUtf8(after, prefix) < 0) return objects.firstFrom(prefix);
  if (after === "") return objects.firstFrom(prefix);
  const common = after.startsWith(prefix) ? commonPrefixOf(after, query) : undefined;
  return common === undefined ? objects.firstAfter(after) : objects.firstBeyond(common);
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
