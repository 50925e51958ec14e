import type { BucketRow } from "../state/s3-tables.ts";
import type { Pairs } from "../state/stored-object.ts";
import { readTagging, tagSet } from "./tags.ts";

const MARKER = "tagging";

/** The tags of a bucket, which it keeps as the document that PutBucketTagging writes. */
export function tagsOfBucket({ documents = [] }: Pick<BucketRow, "documents">): Pairs {
  const inner = new Map(documents).get(MARKER);
  return inner === undefined ? [] : readTagging(`<Tagging>${inner}</Tagging>`, "bucket");
}

/** The bucket with these tags; without any, none have ever been there. */
export function withTags(row: BucketRow, tags: Pairs): BucketRow {
  const others = (row.documents ?? []).filter(([marker]) => marker !== MARKER);
  const own = tags.length === 0 ? [] : [[MARKER, tagSet(tags)] as const];
  return { ...row, documents: [...others, ...own] };
}
