import type { AccessPointLayer, AttachedPolicy, PublicAccessFlags } from "../../policy/index.ts";
import type { IamTables } from "./iam-tables.ts";
import { presentText } from "./named-principals.ts";
import type { PolicyDocuments } from "./policy-documents.ts";
import type { BucketRow, S3Tables } from "./s3-tables.ts";

/** The access point by which a request came to a bucket. */
export interface AccessPointEntrance {
  readonly layer: AccessPointLayer;
  readonly publicAccessBlock: PublicAccessFlags;
  /** Whether the request named it by its alias, in place of a bucket's name. */
  readonly isAlias?: boolean;
}

/** A bucket as operations see it: its row, with the policy read. */
export interface Bucket extends Omit<BucketRow, "policy" | "named"> {
  /** As it reads now: whoever it named and is gone stands in it with an id that nobody has. */
  readonly policy?: AttachedPolicy;
  /** Absent where the request names the bucket itself. */
  readonly accessPoint?: AccessPointEntrance;
}

/** The buckets of all accounts: their names are unique over all of them. */
export interface Buckets {
  get(name: string): Bucket | undefined;
  /** In the order of their names. */
  all(): Iterable<Bucket>;
}

/**
 * Reads buckets from their table; the same bucket is the same object until it, or whoever its policy may
 * name, is changed.
 */
export function createBuckets({ buckets }: S3Tables, reading: Reading): Buckets {
  let views = new WeakMap<BucketRow, Bucket>();
  let revision = -1;
  const viewOf = (row: BucketRow): Bucket => {
    const now = reading.iam.users.revision + reading.iam.roles.revision;
    if (now !== revision) {
      views = new WeakMap();
      revision = now;
    }
    const known = views.get(row);
    if (known !== undefined) return known;
    const view = readBucket(row, reading);
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

interface Reading {
  readonly iam: IamTables;
  readonly documents: PolicyDocuments;
}

function readBucket(row: BucketRow, { iam, documents }: Reading): Bucket {
  const { policy: text, named = [], ...rest } = row;
  if (text === undefined) return rest;
  const written = documents.read(text, "resource");
  const document = documents.read(presentText(written, named, iam), "resource");
  const attachedTo = `arn:aws:s3:::${row.name}`;
  return { ...rest, policy: { document, name: "bucket policy", attachedTo } };
}
