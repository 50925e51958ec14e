import type { S3Operation } from "../../aws/index.ts";
import type { NeedOccasion } from "./need.ts";

/** One IAM action that an operation takes, and on which of its resources. */
export interface OperationPermission {
  readonly action: string;
  readonly on: "bucket" | "objects" | "copySource";
  readonly occasion: NeedOccasion;
  /** Asked for only when the call sends an ACL or tags, or unless it replaces those that S3 copies. */
  readonly when?: "sendsAcl" | "carriesTags" | "copiesTags";
}

const write: readonly OperationPermission[] = [
  { action: "s3:PutObject", on: "objects", occasion: "always" },
];
// PutObject and CopyObject pages: an ACL or grant header takes s3:PutObjectAcl as well.
const acl: OperationPermission = {
  action: "s3:PutObjectAcl",
  on: "objects",
  occasion: "always",
  when: "sendsAcl",
};
// PutObject and CreateMultipartUpload pages: tags in a header take s3:PutObjectTagging as well, and s3:PutObject is then
// held to them (Service Authorization Reference, Amazon S3, PutObject: s3:RequestObjectTag/<key>).
const tagged: readonly OperationPermission[] = ["s3:PutObject", "s3:PutObjectTagging"].map(
  (action) => ({ action, on: "objects", occasion: "if-tagged", when: "carriesTags" }),
);
const read: OperationPermission = {
  action: "s3:GetObject",
  on: "objects",
  occasion: "always",
};
const remove: readonly OperationPermission[] = [
  { action: "s3:DeleteObject", on: "objects", occasion: "always" },
];
// CopyObject page: there is no s3:CopyObject; the copy reads the source and writes the destination.
const readSource: OperationPermission = { ...read, on: "copySource" };

/** IAM actions by S3 operation (S3 User Guide, Required permissions for Amazon S3 API operations). */
export const operationPermissions: Readonly<Record<S3Operation, readonly OperationPermission[]>> = {
  ListObjectsV2: [{ action: "s3:ListBucket", on: "bucket", occasion: "always" }],
  HeadObject: [read],
  GetObject: [read],
  GetObjectTagging: [{ action: "s3:GetObjectTagging", on: "objects", occasion: "if-tagged" }],
  PutObjectTagging: [{ action: "s3:PutObjectTagging", on: "objects", occasion: "if-tagged" }],
  PutObject: [...write, acl, ...tagged],
  CopyObject: [
    readSource,
    ...write,
    acl,
    {
      action: "s3:GetObjectTagging",
      on: "copySource",
      occasion: "if-tagged",
      when: "copiesTags",
    },
    {
      action: "s3:PutObjectTagging",
      on: "objects",
      occasion: "if-tagged",
      when: "copiesTags",
    },
  ],
  DeleteObject: remove,
  // Each key is authorized on its own.
  DeleteObjects: remove,
  CreateMultipartUpload: [...ifLarge([...write, acl]), ...tagged],
  UploadPart: ifLarge(write),
  UploadPartCopy: ifLarge([readSource, ...write]),
  CompleteMultipartUpload: ifLarge(write),
  // Sent by a run that is resumed, which does without where it may not.
  ListParts: [{ action: "s3:ListMultipartUploadParts", on: "objects", occasion: "on-failure" }],
  ListMultipartUploads: [
    { action: "s3:ListBucketMultipartUploads", on: "bucket", occasion: "on-failure" },
  ],
  AbortMultipartUpload: [
    { action: "s3:AbortMultipartUpload", on: "objects", occasion: "on-failure" },
  ],
};

/** What only transfers in parts take. */
function ifLarge(permissions: readonly OperationPermission[]): readonly OperationPermission[] {
  return permissions.map((permission) => ({ ...permission, occasion: "if-large" }));
}
