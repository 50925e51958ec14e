import { publicStatements } from "../../policy/index.ts";
import { xmlReply } from "../http/reply.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { noSuchBucketPolicy } from "./bucket-policy.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

export const getBucketPolicyStatus: S3Operation = {
  name: "GetBucketPolicyStatus",
  method: "GET",
  place: "bucket",
  markers: ["policyStatus"],
  permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, "s3:GetBucketPolicyStatus")],
  run({ bucket }: BucketCall) {
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.name);
    const isPublic = publicStatements(bucket.policy.document).length > 0;
    return xmlReply(s3Document("PolicyStatus", element("IsPublic", isPublic)));
  },
};
