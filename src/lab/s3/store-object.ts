import type { Bucket, StoredObject } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { requireWriteConditions } from "./conditions.ts";
import type { ObjectCall } from "./s3-call.ts";

/**
 * Puts an object under the call's key and lets go of the bytes it replaces. The write's
 * conditions are held against what is there now: others may have written meanwhile.
 */
export async function storeObject(call: ObjectCall, object: StoredObject): Promise<void> {
  const { bodies } = call.lab;
  const replaced = call.bucket.objects.get(call.key);
  try {
    requireWriteConditions(call.request, replaced);
  } catch (error) {
    await bodies.discard(object.body);
    throw error;
  }
  call.bucket.objects.set(call.key, object);
  if (replaced !== undefined) await bodies.discard(replaced.body);
}

/** Takes an object away; a key that is not there is no error. */
export async function removeObject(lab: LabState, bucket: Bucket, key: string): Promise<void> {
  const removed = bucket.objects.get(key);
  bucket.objects.delete(key);
  if (removed !== undefined) await lab.bodies.discard(removed.body);
}
