import type { AccessPointFacts, Facts } from "./facts.ts";

/** The access points that a run names, as far as somebody told of them. */
export function knownAccessPoints({
  buckets,
}: Pick<Facts, "buckets">): readonly AccessPointFacts[] {
  return [...buckets.values()].flatMap(({ accessPoint }) =>
    accessPoint?.known === true ? [accessPoint.value] : [],
  );
}
