import { AwsError, type Side } from "../aws/index.ts";
import type { BucketStore } from "../sync/index.ts";

/** A list call that a run begins with. */
export interface ProbedListing {
  readonly side: Side;
  readonly store: BucketStore;
  readonly prefix: string;
  readonly pageSize?: number;
}

/** What AWS said to that call: the only permission that a run can try for free. */
export type Probe = { readonly side: Side; readonly bucket: string } & (
  { readonly outcome: "allowed" } | { readonly outcome: "denied"; readonly error: AwsError }
);

/** Asks for the first page, as the run will: policies can see its size. A denial is an answer, every other failure is thrown. */
export async function probeListing(listing: ProbedListing, signal: AbortSignal): Promise<Probe> {
  const { side, store, prefix, pageSize } = listing;
  const where = { side, bucket: store.bucket };
  try {
    await store.listPage({ prefix, signal, ...(pageSize === undefined ? {} : { pageSize }) });
    return { ...where, outcome: "allowed" };
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDenied") {
      return { ...where, outcome: "denied", error };
    }
    throw error;
  }
}
