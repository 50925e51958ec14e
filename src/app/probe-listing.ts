import { AwsError, type Side } from "../aws/index.ts";
import type { BucketStore } from "../sync/index.ts";
import type { Probe } from "./probes/probe.ts";

/** A list call that a run begins with. */
export interface ProbedListing {
  readonly side: Side;
  readonly store: BucketStore;
  readonly prefix: string;
  readonly pageSize?: number;
}

/** Asks for the first page, as the run will: policies can see its size. A denial is an answer, every other failure is thrown. */
export async function probeListing(listing: ProbedListing, signal: AbortSignal): Promise<Probe> {
  const { side, store, prefix, pageSize } = listing;
  const call = {
    operation: "ListObjectsV2",
    side,
    bucket: store.bucket,
    asks: [],
    shows: [],
  } as const;
  try {
    const size = pageSize === undefined ? {} : { pageSize };
    const page = await store.listPage({ prefix, signal, ...size });
    return { ...call, outcome: "allowed", page };
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDenied") {
      return { ...call, outcome: "denied", error, action: "s3:ListBucket" };
    }
    throw error;
  }
}
