import { ACCESS_POINT_POLICY_OPERATIONS } from "./access-point-policies.ts";
import { ACCESS_POINT_OPERATIONS } from "./access-points.ts";
import { ACCOUNT_PUBLIC_ACCESS_OPERATIONS } from "./account-public-access.ts";
import { JOB_OPERATIONS } from "./jobs/job-operations.ts";
import { JOB_TAGGING_OPERATIONS } from "./jobs/job-tagging.ts";
import { RESOURCE_TAG_OPERATIONS } from "./resource-tags.ts";
import type { ControlOperation } from "./s3-control-call.ts";

/** Every operation of S3 Control that the lab has. */
export const S3_CONTROL_OPERATIONS: readonly ControlOperation[] = [
  ...ACCOUNT_PUBLIC_ACCESS_OPERATIONS,
  ...ACCESS_POINT_OPERATIONS,
  ...ACCESS_POINT_POLICY_OPERATIONS,
  ...JOB_OPERATIONS,
  ...JOB_TAGGING_OPERATIONS,
  ...RESOURCE_TAG_OPERATIONS,
];
