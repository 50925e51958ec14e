import type { Side } from "../aws/index.ts";
import {
  type Bandwidth,
  createBucketStore,
  type OpenBucketStore,
  type Profile,
} from "../client/index.ts";
import { type Job, profileOf } from "./job.ts";

/** What stores are opened with. */
export interface StoreMeans {
  readonly profile: (name: string | undefined) => Promise<Profile>;
  /** What all of them share. */
  readonly limits: {
    readonly connections: number;
    readonly bandwidth: Bandwidth | undefined;
  };
}

/** Opens the bucket of one side of a job, as whoever acts there; none where the side is local. */
export async function openStore(
  job: Job,
  side: Side,
  { profile, limits }: StoreMeans,
): Promise<OpenBucketStore | undefined> {
  const place = job[side];
  if (place.kind === "local") return undefined;
  const identity = await profile(profileOf(job, side));
  const sourceRegion = side === "source" ? job.identities.sourceRegion : undefined;
  return createBucketStore({
    bucket: place.bucket,
    credentials: identity.credentials,
    region: sourceRegion ?? identity.region,
    endpoint: identity.endpoints.s3,
    addressing: identity.addressing,
    accelerate: identity.accelerate,
    dualStack: identity.dualStack,
    ...limits,
    certificates: identity.certificates,
    requestPayer: job.identities.requestPayer,
    timeoutMs: job.identities.readTimeoutMs,
  });
}
