import type { Denial } from "./denial.ts";

const OF_JOBS = /^(?:s3:)?(?:CreateJob|DescribeJob|ListJobs|UpdateJobPriority|UpdateJobStatus)$/;

/**
 * Whether a request is of the caller's own account whatever it is about, so that no bucket's policy bears on it: a role is
 * never passed across accounts (IAM User Guide, Grant a user permissions to pass a role to an AWS service), and jobs of
 * S3 Batch Operations are the account's (S3 API Reference, CreateJob).
 */
export function isInOwnAccount({
  action,
  operation = "",
}: Pick<Denial, "action" | "operation">): boolean {
  return action === "iam:PassRole" || OF_JOBS.test(action ?? operation);
}
