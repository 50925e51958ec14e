import type { BucketRow } from "../state/s3-tables.ts";
import { noSuchBucket } from "./no-such.ts";
import type { BucketCall } from "./s3-call.ts";

/** Changes how the call's bucket is set up, as it stands at that moment. */
export function changeBucket(
  { lab, bucket }: BucketCall,
  change: (row: BucketRow) => BucketRow,
): Promise<void> {
  return lab.store.transaction(() => {
    const row = lab.s3.buckets.get([bucket.name]);
    if (row === undefined) throw noSuchBucket(bucket.name);
    lab.s3.buckets.put([bucket.name], change(row));
  });
}
