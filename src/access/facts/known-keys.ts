import type { KeyFacts } from "../../policy/index.ts";
import { type BucketEncryption, type Facts, known } from "./facts.ts";

/** Every KMS key that somebody told of, by ARN. */
export function knownKeys({ keys, buckets }: Facts): ReadonlyMap<string, KeyFacts> {
  const ofBuckets = [...buckets.values()].flatMap(({ encryption }) =>
    encryption?.known === true ? keysOf(encryption.value) : [],
  );
  // Requests name keys by aliases and ids as well.
  return new Map([...ofBuckets, ...(keys?.values() ?? [])].map((key) => [key.arn, key]));
}

function keysOf(encryption: BucketEncryption | undefined): readonly KeyFacts[] {
  return [encryption?.read, encryption?.write, encryption?.managed].filter(
    (key) => key !== undefined,
  );
}

/** The facts with something else on one key. */
export function withKey(
  facts: Facts,
  arn: string,
  change: (key: KeyFacts) => Pick<KeyFacts, "policy"> | Pick<KeyFacts, "grants">,
): Facts {
  const changed = <Key extends KeyFacts | undefined>(key: Key): Key =>
    key?.arn === arn ? { ...key, ...change(key) } : key;
  const buckets = [...facts.buckets].map(([name, bucket]) => {
    const { encryption } = bucket;
    if (encryption?.known !== true || encryption.value === undefined)
      return [name, bucket] as const;
    const { read, write, managed } = encryption.value;
    const keys = { read: changed(read), write: changed(write), managed: changed(managed) };
    const value = known({ ...encryption.value, ...keys }, encryption.from);
    return [name, { ...bucket, encryption: value }] as const;
  });
  const keys = facts.keys && new Map([...facts.keys].map(([name, key]) => [name, changed(key)]));
  return { ...facts, buckets: new Map(buckets), ...(keys && { keys }) };
}
