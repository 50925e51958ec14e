import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from "./acl-operations.ts";
import { deleteBucket, getBucketLocation, headBucket } from "./bucket-operations.ts";
import { BUCKET_DOCUMENT_OPERATIONS } from "./bucket-documents.ts";
import { BUCKET_SETTING_OPERATIONS } from "./bucket-settings.ts";
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from "./bucket-policy.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjects } from "./delete-objects.ts";
import {
  deleteBucketEncryption,
  getBucketEncryption,
  putBucketEncryption,
} from "./encryption-operations.ts";
import { getObject, headObject } from "./get-object.ts";
import { getObjectLegalHold, putObjectLegalHold } from "./legal-hold-operations.ts";
import { listObjects, listObjectsV2 } from "./list-objects.ts";
import { abortMultipartUpload, listMultipartUploads, listParts } from "./list-uploads.ts";
import { listObjectVersions } from "./list-versions.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import {
  getObjectLockConfiguration,
  putObjectLockConfiguration,
} from "./object-lock-configuration.ts";
import { getObjectAttributes } from "./object-attributes.ts";
import { putObject } from "./put-object.ts";
import { getBucketPolicyStatus } from "./policy-status.ts";
import { getObjectRetention, putObjectRetention } from "./retention-operations.ts";
import { restoreObject } from "./restore-object.ts";
import type { S3Operation } from "./s3-call.ts";
import { listBuckets } from "./service-operations.ts";
import { getBucketVersioning, putBucketVersioning } from "./versioning.ts";
import { uploadPart, uploadPartCopy } from "./upload-part.ts";

/** Every S3 operation that the lab has. */
export const S3_OPERATIONS: readonly S3Operation[] = [
  listBuckets,
  createBucket,
  headBucket,
  deleteBucket,
  getBucketLocation,
  getBucketAcl,
  putBucketAcl,
  getBucketVersioning,
  putBucketVersioning,
  getBucketPolicy,
  putBucketPolicy,
  deleteBucketPolicy,
  getBucketPolicyStatus,
  getBucketEncryption,
  putBucketEncryption,
  deleteBucketEncryption,
  getObjectLockConfiguration,
  putObjectLockConfiguration,
  ...BUCKET_SETTING_OPERATIONS,
  ...BUCKET_DOCUMENT_OPERATIONS,
  listObjects,
  listObjectsV2,
  listObjectVersions,
  listMultipartUploads,
  deleteObjects,
  getObject,
  headObject,
  getObjectAttributes,
  getObjectAcl,
  putObjectAcl,
  getObjectTagging,
  putObjectTagging,
  deleteObjectTagging,
  getObjectRetention,
  putObjectRetention,
  getObjectLegalHold,
  putObjectLegalHold,
  putObject,
  copyObject,
  deleteObject,
  restoreObject,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
  completeMultipartUpload,
  abortMultipartUpload,
  listParts,
];
