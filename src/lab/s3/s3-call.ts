import { s3Arn } from "../../aws/index.ts";
import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { Reply } from "../http/reply.ts";
import type { Bucket } from "../state/buckets.ts";

/** A request about a bucket's name, which may not exist yet. */
export interface NameCall extends Call {
  readonly bucketName: string;
}

/** A request about a bucket that exists. */
export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

/** A request about a key in a bucket that exists. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

interface Recognition {
  /** AWS's name of the operation. */
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Query parameters that must be there, e.g. `uploads`. */
  readonly markers?: readonly string[];
  /** A header that must be there. */
  readonly markerHeader?: string;
  /** Further query parameters that the operation understands. */
  readonly parameters?: readonly string[];
  /** Headers `x-amz-…` that it understands; a name that ends with `-` stands for all that begin so. */
  readonly headers?: readonly string[];
}

/** What an operation takes and does. All permissions are checked before `run`. */
export interface Action<C extends Call> {
  /** What must be there before permissions can be decided. */
  prepare?(call: C): Promise<void>;
  permissions(call: C): readonly Permission[];
  run(call: C): Reply | Promise<Reply>;
}

/** A row of the table of operations; `place` says what the path must name. */
export type S3Operation = Recognition &
  (
    | ({ readonly place: "service" } & Action<Call>)
    | ({ readonly place: "newBucket" } & Action<NameCall>)
    | ({ readonly place: "bucket" } & Action<BucketCall>)
    | ({ readonly place: "object" } & Action<ObjectCall>)
  );

/** A row about an object. */
export type ObjectOperation = Extract<S3Operation, { readonly place: "object" }>;

/** A permission on a bucket itself. */
export function bucketPermission(
  bucket: Bucket,
  action: string,
  context: Permission["context"] = {},
): Permission {
  const resource = bucket.accessPoint?.layer.arn ?? s3Arn(bucket.name);
  return permissionOn(bucket, { action, resource, context });
}

/** A permission on an object, there or not. */
export function objectPermission(
  { bucket, key }: Pick<ObjectCall, "bucket" | "key">,
  action: string,
  context: Permission["context"] = {},
): Permission {
  const { accessPoint } = bucket;
  const resource =
    accessPoint === undefined
      ? s3Arn(bucket.name, key)
      : // S3 User Guide, Referencing access points: objects by an access point have ARNs of their own.
        `${accessPoint.layer.arn}/object/${key}`;
  return { key, ...permissionOn(bucket, { action, resource, context }) };
}

function permissionOn(
  bucket: Bucket,
  { action, resource, context }: Pick<Permission, "action" | "resource" | "context">,
): Permission {
  return {
    action,
    resource,
    resourceAccount: bucket.account,
    resourcePolicies: bucket.policy === undefined ? [] : [bucket.policy],
    bucket,
    context: {
      "s3:resourceaccount": bucket.account,
      "aws:requestedregion": bucket.region,
      ...context,
    },
  };
}
