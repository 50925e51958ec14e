import type { Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import type { BucketRow } from "../state/s3-tables.ts";
import type { NameCall } from "./s3-call.ts";

const ENABLED = "x-amz-bucket-object-lock-enabled";

/** Headers by which a new bucket gets Object Lock. */
export const NEW_BUCKET_LOCK_HEADERS: readonly string[] = [ENABLED];

/** A bucket with Object Lock keeps versions from its beginning on (API Reference, CreateBucket). */
export function newBucketLock(call: NameCall): Pick<BucketRow, "versioning" | "objectLock"> {
  return isAsked(call) ? { versioning: "Enabled", objectLock: {} } : {};
}

/** What that takes beside making the bucket (API Reference, CreateBucket, Permissions). */
export function newBucketLockPermissions(
  call: NameCall,
  create: Permission,
): readonly Permission[] {
  if (!isAsked(call)) return [];
  return ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"].map((action) => ({
    ...create,
    action,
  }));
}

function isAsked({ request }: NameCall): boolean {
  return headerOf(request, ENABLED)?.toLowerCase() === "true";
}
