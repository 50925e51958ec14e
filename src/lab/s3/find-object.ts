import { decidePermission, accessDenied } from "../authorize.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { noSuchKey } from "./no-such.ts";
import { bucketPermission, type ObjectCall } from "./s3-call.ts";

/**
 * The object under a key. Who may read it but not list the bucket is not told that it is
 * missing (API Reference, GetObject: 403 without `s3:ListBucket`, 404 with it).
 */
export function findObject(call: ObjectCall): StoredObject {
  const object = call.lab.s3.objects.get([call.bucket.name, call.key]);
  if (object !== undefined) return object;
  const decision = decidePermission(call, bucketPermission(call.bucket, "s3:ListBucket"));
  switch (decision.outcome) {
    case "allowed":
      throw noSuchKey(call.key);
    case "explicitDeny":
    case "implicitDeny":
      throw accessDenied(decision.awsMessage);
    case "unknown":
      throw accessDenied();
  }
}
