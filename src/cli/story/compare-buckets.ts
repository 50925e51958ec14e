import { bucketAt, type KnownIdentity } from "../../app/index.ts";

/** A bucket, and who lists it. */
export interface ListedBucket {
  readonly identity: KnownIdentity;
  readonly bucket: string;
}

/** How many objects two buckets share, and the first keys whose size or ETag differ or that one lacks. */
export async function compareBuckets(
  a: ListedBucket,
  b: ListedBucket,
): Promise<{ readonly objects: number; readonly differing: readonly string[] }> {
  const [inA, inB] = await Promise.all([objectsOf(a), objectsOf(b)]);
  const differing = [...new Set([...inA.keys(), ...inB.keys()])].filter(
    (key) => inA.get(key) !== inB.get(key),
  );
  return { objects: inA.size, differing: differing.slice(0, 5) };
}

async function objectsOf({ identity, bucket }: ListedBucket): Promise<ReadonlyMap<string, string>> {
  const store = bucketAt(identity, bucket);
  const objects = new Map<string, string>();
  try {
    for await (const page of store.list({ prefix: "" })) {
      for (const { key, size, etag = "" } of page) objects.set(key, `${size} ${etag}`);
    }
  } finally {
    await store.close();
  }
  return objects;
}
