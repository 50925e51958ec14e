import { parseArn } from "../../aws/index.ts";
import type { KeyFacts } from "../../policy/index.ts";
import { askedOf } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import { keyArn, keyFacts, type KeyQuestion } from "./encryption-facts.ts";
import { firstKnown } from "./first-known.ts";

/** A KMS key that requests name, for what they write to a bucket. */
export interface NamedKey {
  readonly name: string;
  readonly bucket: string;
}

/** What is known of a bucket's region, and of the keys that requests name, by those names. */
export interface NamedKeyFacts {
  readonly regions: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, KeyFacts>;
}

/** Reads the keys that requests name; an alias or an id is looked up with the caller, where the bucket is. */
export async function namedKeyFacts(
  named: readonly NamedKey[],
  ownerOf: (bucket: string) => string | undefined,
  question: KeyQuestion,
): Promise<NamedKeyFacts> {
  const found = await Promise.all(
    named.map(async ({ name, bucket }) => {
      const region = await regionOf(bucket, ownerOf(bucket), question);
      return { name, bucket, region, key: await keyOf(name, region, question) };
    }),
  );
  return {
    regions: new Map(
      found.flatMap(({ bucket, region }) => (region === undefined ? [] : [[bucket, region]])),
    ),
    keys: new Map(found.flatMap(({ name, key }) => (key === undefined ? [] : [[name, key]]))),
  };
}

async function regionOf(
  bucket: string,
  owner: string | undefined,
  { readersOf }: KeyQuestion,
): Promise<string | undefined> {
  if (owner === undefined) return undefined;
  const region = await firstKnown(readersOf(owner), (reader) =>
    attemptAside(askedOf("GetBucketLocation", reader), () => reader.bucketRegion(bucket)),
  );
  return region.known ? region.value : undefined;
}

async function keyOf(
  name: string,
  region: string | undefined,
  question: KeyQuestion,
): Promise<KeyFacts | undefined> {
  const named = parseArn(name)?.region;
  const where = named ?? region;
  if (where === undefined) return undefined;
  const arn = keyArn(name, where, question.caller);
  const key = await keyFacts(arn, question);
  if (key.known) return key.value;
  // What nobody may read is not found all the same where S3 looks for it: in the bucket's region, and not in its own.
  if (region === undefined || named === undefined || named === region) return undefined;
  return { arn, state: "absent", policy: [], grants: [], context: new Map() };
}
