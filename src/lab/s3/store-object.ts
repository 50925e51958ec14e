import type { BodyChanges } from "../state/bodies.ts";
import type { ReceivedBody } from "../state/stored-body.ts";
import type { StoredObject } from "../state/stored-object.ts";
import type { BucketRow } from "../state/s3-tables.ts";
import { noSuchBucket } from "./no-such.ts";
import type { ObjectCall } from "./s3-call.ts";
import { putVersion } from "./version-rows.ts";
import { requireConditionsStill } from "./write-conditions.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * Puts an object under the call's key, in a transaction; answers with the header that names its
 * version. The write's conditions are held against what is there now: others may have written meanwhile.
 */
export function putRow(call: ObjectCall, object: StoredObject, bodies: BodyChanges): Headers {
  const { lab, bucket, key } = call;
  const row = lab.s3.buckets.get([bucket.name]);
  if (row === undefined) throw noSuchBucket(bucket.name);
  requireConditionsStill(call);
  return versionHeader(row, putVersion({ lab, bucket: row, key, bodies }, object));
}

/** The header that names the version which a request read or made; buckets that keep none send none. */
export function versionHeader(
  { versioning }: Pick<BucketRow, "versioning">,
  versionId: string | undefined,
): Headers {
  return versioning === undefined ? {} : { "x-amz-version-id": versionId ?? "null" };
}

/** Stores an object whole, with bytes that were received for it. */
export function storeObject(
  call: ObjectCall,
  object: Omit<StoredObject, "body">,
  body: ReceivedBody,
): Promise<Headers> {
  return call.lab.bodies.transaction([body], (bodies) =>
    putRow(call, { body: bodies.keep(body), ...object }, bodies),
  );
}
