import type { Entry, ObjectHead } from "../ports.ts";

/**
 * The version of an object that its parts are read of: the listed one, or, where the listing names no ETag, the
 * one that S3 has now, so that S3 refuses any other.
 */
export function pinnedEntry(entry: Entry, head: ObjectHead | undefined): Entry {
  if (entry.etag !== undefined || head === undefined) return entry;
  const { size, etag, modifiedMs } = head;
  return { ...entry, size, etag, modifiedMs };
}
