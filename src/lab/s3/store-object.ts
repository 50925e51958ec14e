import type { BodyChanges } from "../state/bodies.ts";
import type { ReceivedBody } from "../state/stored-body.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { requireWriteConditions } from "./conditions.ts";
import { noSuchBucket } from "./no-such.ts";
import type { BucketCall, ObjectCall } from "./s3-call.ts";

/**
 * Puts an object under the call's key, in a transaction, and lets go of the bytes it replaces. The
 * write's conditions are held against what is there now: others may have written meanwhile.
 */
export function putRow(call: ObjectCall, object: StoredObject, bodies: BodyChanges): void {
  const { lab, bucket, key } = call;
  const place = [bucket.name, key];
  if (lab.s3.buckets.get([bucket.name]) === undefined) throw noSuchBucket(bucket.name);
  const replaced = lab.s3.objects.get(place);
  requireWriteConditions(call.request, replaced);
  lab.s3.objects.put(place, object);
  if (replaced !== undefined) bodies.drop(replaced.body);
}

/** Stores an object whole, with bytes that were received for it. */
export function storeObject(
  call: ObjectCall,
  object: Omit<StoredObject, "body">,
  body: ReceivedBody,
): Promise<void> {
  return call.lab.bodies.transaction([body], (bodies) => {
    putRow(call, { ...object, body: bodies.keep(body) }, bodies);
  });
}

/** Takes objects away, in a transaction; a key that is not there is no error. */
export function removeObjects({ lab, bucket }: BucketCall, keys: readonly string[]): Promise<void> {
  return lab.bodies.transaction([], (bodies) => {
    for (const key of keys) {
      const place = [bucket.name, key];
      const removed = lab.s3.objects.get(place);
      if (removed === undefined) continue;
      lab.s3.objects.delete(place);
      bodies.drop(removed.body);
    }
  });
}
