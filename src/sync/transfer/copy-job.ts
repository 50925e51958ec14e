import type { BucketStore, Entry } from "../ports.ts";

/** An object, as it was listed, to write to another bucket or key; both keys are full. */
export interface CopyJob {
  readonly from: { readonly store: BucketStore; readonly key: string };
  readonly to: { readonly store: BucketStore; readonly key: string };
  readonly entry: Entry;
}
