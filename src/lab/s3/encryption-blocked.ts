import { accountCaller } from "../../policy/index.ts";
import { accessDenied } from "../authorize.ts";
import type { Bucket } from "../state/buckets.ts";
import { type LabState, organizationOf } from "../state/lab-state.ts";
import { type ObjectCall, objectPermission } from "./s3-call.ts";

/** Whether a bucket refuses new objects under keys of customers, as new buckets do since April 2026. */
export function blocksCustomerKeys({ world }: LabState, { settings }: Bucket): boolean {
  return settings?.blocksCustomerKeys ?? world.bucketDefaults !== "legacy";
}

/** Refuses a write under a customer's key where the bucket blocks them (S3 User Guide, Blocking SSE-C). */
export function requireCustomerKeysAllowed(call: ObjectCall, action: string): void {
  const { lab, bucket, identity } = call;
  if (!blocksCustomerKeys(lab, bucket)) return;
  const caller = accountCaller(identity.caller);
  // Outsiders are not told why (S3 User Guide, Troubleshoot access denied errors).
  if (caller === undefined || !isInside(lab, caller.account, bucket.account)) throw accessDenied();
  const { resource } = objectPermission(call, action);
  throw accessDenied(
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`,
  );
}

function isInside(lab: LabState, account: string, owner: string): boolean {
  const organization = organizationOf(lab, account);
  return (
    account === owner || (organization !== undefined && organization === organizationOf(lab, owner))
  );
}
