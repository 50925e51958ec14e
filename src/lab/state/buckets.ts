import type { AttachedPolicy } from "../../policy/index.ts";
import type { PolicyDocuments } from "./policy-documents.ts";
import type { BucketRow, S3Tables } from "./s3-tables.ts";

/** A bucket as operations see it: its row, with the policy read. */
export interface Bucket extends Omit<BucketRow, "policy"> {
  readonly policy?: AttachedPolicy;
}

/** The buckets of all accounts: their names are unique over all of them. */
export interface Buckets {
  get(name: string): Bucket | undefined;
  /** In the order of their names. */
  all(): Iterable<Bucket>;
}

/** Reads buckets from their table; the same bucket is the same object until it is changed. */
export function createBuckets({ buckets }: S3Tables, documents: PolicyDocuments): Buckets {
  const views = new WeakMap<BucketRow, Bucket>();
  const viewOf = (row: BucketRow): Bucket => {
    const known = views.get(row);
    if (known !== undefined) return known;
    const view = readBucket(row, documents);
    views.set(row, view);
    return view;
  };
  return {
    get(name) {
      const row = buckets.get([name]);
      return row && viewOf(row);
    },
    *all() {
      for (const { value } of buckets.range()) yield viewOf(value);
    },
  };
}

function readBucket(row: BucketRow, documents: PolicyDocuments): Bucket {
  const { policy: text, ...rest } = row;
  if (text === undefined) return rest;
  const document = documents.read(text, "resource");
  const attachedTo = `arn:aws:s3:::${row.name}`;
  return { ...rest, policy: { document, name: "bucket policy", attachedTo } };
}
