import type { BucketFacts, Facts } from "./facts.ts";

/** The bucket's own name, where the run names it by an access point that is known. */
export function ownNameOf(name: string, { buckets }: Pick<Facts, "buckets">): string {
  const point = buckets.get(name)?.accessPoint;
  return point?.known === true ? point.value.bucket : name;
}

/** What is known of a bucket by its own name, however the run names it. */
export function factsByOwnName(
  bucket: string,
  facts: Pick<Facts, "buckets">,
): BucketFacts | undefined {
  const named = [...facts.buckets].find(([name]) => ownNameOf(name, facts) === bucket);
  return named?.[1];
}

/** The facts with other ones of the buckets that `changed` gives some for. */
export function withBuckets(
  facts: Facts,
  changed: (about: BucketFacts, ownName: string) => BucketFacts | undefined,
): Facts {
  const buckets = [...facts.buckets].map(
    ([name, about]) => [name, changed(about, ownNameOf(name, facts)) ?? about] as const,
  );
  return { ...facts, buckets: new Map(buckets) };
}
