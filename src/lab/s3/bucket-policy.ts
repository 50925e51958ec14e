import { s3Arn } from "../../aws/index.ts";
import {
  accountCaller,
  bucketPolicyRefusal,
  parsePolicy,
  validateBucketPolicy,
} from "../../policy/index.ts";
import { requirePermission } from "../authorize.ts";
import { emptyReply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import { namedPrincipals } from "../state/named-principals.ts";
import type { BucketRow } from "../state/s3-tables.ts";
import { changeBucket } from "./change-bucket.ts";
import { principalExists } from "./principal-exists.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

const MARKERS = ["policy"];

export const getBucketPolicy: S3Operation = {
  name: "GetBucketPolicy",
  method: "GET",
  place: "bucket",
  markers: MARKERS,
  permissions: (call) => [bucketPermission(call.bucket, "s3:GetBucketPolicy")],
  run(call) {
    requireOwner(call);
    const policy = call.bucket.policy;
    if (policy === undefined) throw noSuchBucketPolicy(call.bucket.name);
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: policy.document.text,
    };
  },
};

export const putBucketPolicy: S3Operation = {
  name: "PutBucketPolicy",
  method: "PUT",
  place: "bucket",
  markers: MARKERS,
  permissions: (call) => [bucketPermission(call.bucket, "s3:PutBucketPolicy")],
  async run(call) {
    requireOwner(call);
    const { bucket, lab } = call;
    const parsed = parsePolicy(await call.payload.text(1024 * 1024), "resource");
    if (!parsed.ok) throw refusedPolicy(bucketPolicyRefusal(parsed.problems));
    const refusal = validateBucketPolicy(parsed.value, {
      bucket: bucket.name,
      principalExists: (principal) => principalExists(lab, principal),
    });
    if (refusal !== undefined) throw refusedPolicy(refusal);
    // With the policy in hand, Block Public Access has its say.
    const attachedTo = s3Arn(bucket.name);
    requirePermission(call, {
      ...bucketPermission(bucket, "s3:PutBucketPolicy"),
      newPolicy: { document: parsed.value, name: "new bucket policy", attachedTo },
    });
    await changeBucket(call, (row) => ({
      ...row,
      policy: parsed.value.text,
      named: namedPrincipals(parsed.value, lab.iam),
    }));
    return emptyReply(204);
  },
};

export const deleteBucketPolicy: S3Operation = {
  name: "DeleteBucketPolicy",
  method: "DELETE",
  place: "bucket",
  markers: MARKERS,
  permissions: (call) => [bucketPermission(call.bucket, "s3:DeleteBucketPolicy")],
  async run(call) {
    requireOwner(call);
    await changeBucket(call, withoutPolicy);
    return emptyReply(204);
  },
};

function withoutPolicy(row: BucketRow): BucketRow {
  const { policy, named, ...rest } = row;
  return policy === undefined && named === undefined ? row : rest;
}

/** Other accounts get 405 here, however well permitted (API Reference, PutBucketPolicy). */
function requireOwner(call: BucketCall): void {
  if (accountCaller(call.identity.caller)?.account === call.bucket.account) return;
  throw new Refusal({
    code: "MethodNotAllowed",
    status: 405,
    message: "The specified method is not allowed against this resource.",
    elements: { Method: call.request.wire.method, ResourceType: "BUCKETPOLICY" },
  });
}

function refusedPolicy(refusal: { readonly code: string; readonly message: string }): Refusal {
  return new Refusal({ ...refusal, status: 400 });
}

/** AWS's answer to who asks about a policy that is not there. */
export function noSuchBucketPolicy(bucket: string): Refusal {
  return new Refusal({
    code: "NoSuchBucketPolicy",
    status: 404,
    message: "The bucket policy does not exist",
    elements: { BucketName: bucket },
  });
}
