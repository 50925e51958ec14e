import { emptyReply, xmlReply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import { s3Document } from "../xml/write-xml.ts";
import { endUpload } from "./end-upload.ts";
import { bucketPermission, type S3Operation } from "./s3-call.ts";

export const headBucket: S3Operation = {
  name: "HeadBucket",
  method: "HEAD",
  place: "bucket",
  permissions: (call) => [bucketPermission(call.bucket, "s3:ListBucket")],
  run: ({ bucket: { accessPoint } }) =>
    emptyReply(200, { "x-amz-access-point-alias": String(accessPoint?.isAlias ?? false) }),
};

export const deleteBucket: S3Operation = {
  name: "DeleteBucket",
  method: "DELETE",
  place: "bucket",
  permissions: (call) => [bucketPermission(call.bucket, "s3:DeleteBucket")],
  async run({ lab, bucket }) {
    const { name } = bucket;
    await lab.bodies.transaction([], (bodies) => {
      const whole = { within: [name], limit: 1 };
      const kept = [...lab.s3.objects.range(whole), ...lab.s3.versions.range(whole)];
      if (kept.length > 0) throw bucketNotEmpty(name);
      requireNoAccessPoint(lab, name);
      for (const { value: upload } of lab.s3.uploads.range({ within: [name] })) {
        endUpload(lab, { bucket: name, upload }, { bodies, used: [] });
      }
      lab.s3.buckets.delete([name]);
    });
    return emptyReply(204);
  },
};

function requireNoAccessPoint({ s3Control }: Pick<LabState, "s3Control">, name: string): void {
  for (const { value } of s3Control.accessPoints.range()) {
    if (value.bucket !== name) continue;
    throw new Refusal({
      code: "BucketHasAccessPointsAttached",
      status: 400,
      message:
        "The bucket you tried to delete has access points attached. Delete your access points and try again.",
    });
  }
}

function bucketNotEmpty(name: string): Refusal {
  return new Refusal({
    code: "BucketNotEmpty",
    status: 409,
    message: "The bucket you tried to delete is not empty",
    elements: { BucketName: name },
  });
}

export const getBucketLocation: S3Operation = {
  name: "GetBucketLocation",
  method: "GET",
  place: "bucket",
  markers: ["location"],
  permissions: (call) => [bucketPermission(call.bucket, "s3:GetBucketLocation")],
  // us-east-1 is the empty constraint (API Reference, GetBucketLocation).
  run: ({ bucket }) =>
    xmlReply(s3Document("LocationConstraint", bucket.region === "us-east-1" ? "" : bucket.region)),
};
