import { partitionOf } from "../aws/index.ts";
import type { Profile } from "../client/index.ts";

/** What is certain of one side's partitions. */
export interface SidePartitions {
  /** Of the identity that acts there. */
  readonly own?: string | undefined;
  /** Of a bucket that is named by no ARN: it is looked for where requests go. */
  readonly place?: string | undefined;
}

/**
 * Tells them by settings that agree: `--region` and `AWS_REGION` go before every profile's own region, so that they
 * may be meant for the other side. At an endpoint other than AWS's regions are mere labels.
 */
export function partitionsOfSide(
  { endpoints, home, region }: Pick<Profile, "endpoints" | "home" | "region">,
  sourceRegion?: string,
): SidePartitions {
  const ofRole = home?.by === "role" ? home.partition : undefined;
  if (endpoints.s3 !== undefined) return { own: ofRole };
  const [told, asked] = [sourceRegion, region].map(partitionIfAny);
  const isOwn = home?.partition === asked;
  const isAgreed = isOwn && (told === undefined || told === asked);
  return {
    own: ofRole ?? (isAgreed ? asked : undefined),
    place: told ?? (home === undefined || isOwn ? asked : undefined),
  };
}

function partitionIfAny(region: string | undefined): string | undefined {
  return region ? partitionOf(region) : undefined;
}
