import { encodeKeyPath, percentEncode } from "../../../aws/index.ts";
import { findBehindArn, findBucket } from "../../s3/find-bucket.ts";
import type { S3Message } from "../../s3/send-as.ts";
import type { Bucket } from "../../state/buckets.ts";
import type { LabState } from "../../state/lab-state.ts";
import type { Pairs } from "../../state/stored-object.ts";
import type { TaskTemplate } from "./job-row.ts";

/** The object of a task, its key decoded. */
interface TaskObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** The request to S3 that does a task. */
export function taskMessage(
  lab: LabState,
  { method, marker, headers, body, target }: TaskTemplate,
  object: TaskObject,
): S3Message {
  const { bucket, key, versionId } = object;
  const version: Pairs = versionId === undefined ? [] : [["versionId", versionId]];
  if (target === undefined) {
    return {
      method,
      ...named(lab, bucket),
      key,
      query: [...(marker === undefined ? [] : [[marker, ""] as const]), ...version],
      headers,
      ...(body !== undefined && { body }),
    };
  }
  const { arn, prefix } = target;
  const query = versionId === undefined ? "" : `?versionId=${percentEncode(versionId)}`;
  const source = `${percentEncode(bucket)}/${encodeKeyPath(key)}${query}`;
  return {
    method,
    ...named(lab, arn),
    key: prefix === undefined ? key : `${prefix.replace(/\/$/, "")}/${key}`,
    headers: [["x-amz-copy-source", source], ...headers],
  };
}

/** A bucket by its name, its ARN, or that of an access point. */
export function named(
  lab: LabState,
  nameOrArn: string,
): { readonly bucketName: string; readonly bucket: Bucket | undefined } {
  if (nameOrArn.includes(":accesspoint/")) {
    return { bucketName: nameOrArn, bucket: findBehindArn(lab, nameOrArn) };
  }
  const bucketName = nameOrArn.replace(/^arn:[^:]+:s3:::/, "");
  return { bucketName, bucket: findBucket(lab, bucketName) };
}
