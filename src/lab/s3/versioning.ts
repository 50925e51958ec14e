import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml, notImplemented, Refusal } from "../refusal.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { bucketPermission, type S3Operation } from "./s3-call.ts";

const MARKERS = ["versioning"];
const MAX_DOCUMENT = 64 * 1024;

/** A bucket whose versioning was never set answers without a status (API Reference, GetBucketVersioning). */
export const getBucketVersioning: S3Operation = {
  name: "GetBucketVersioning",
  method: "GET",
  place: "bucket",
  markers: MARKERS,
  permissions: (call) => [bucketPermission(call.bucket, "s3:GetBucketVersioning")],
  run: ({ bucket }) =>
    xmlReply(s3Document("VersioningConfiguration", element("Status", bucket.versioning))),
};

export const putBucketVersioning: S3Operation = {
  name: "PutBucketVersioning",
  method: "PUT",
  place: "bucket",
  markers: MARKERS,
  permissions: (call) => [bucketPermission(call.bucket, "s3:PutBucketVersioning")],
  async run(call) {
    const versioning = readVersioning(await call.payload.text(MAX_DOCUMENT));
    await changeBucket(call, (row) => {
      if (versioning === "Suspended" && row.objectLock !== undefined) throw lockedVersioning();
      return { ...row, versioning };
    });
    return emptyReply(200);
  },
};

function lockedVersioning(): Refusal {
  return new Refusal({
    code: "InvalidBucketState",
    status: 409,
    message:
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
  });
}

function readVersioning(text: string): "Enabled" | "Suspended" {
  const root = expectElement(readXml(text), "VersioningConfiguration", ["Status", "MfaDelete"]);
  if (childText(root, "MfaDelete") === "Enabled") throw notImplemented("`MfaDelete`");
  const status = childText(root, "Status");
  if (status === "Enabled" || status === "Suspended") return status;
  if (status !== undefined) throw malformedXml();
  throw new Refusal({
    code: "IllegalVersioningConfigurationException",
    status: 400,
    message: "The Versioning element must be specified",
  });
}
