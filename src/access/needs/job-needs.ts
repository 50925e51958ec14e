import { parseArn } from "../../aws/index.ts";
import type { Need } from "./need.ts";

/** The name of S3 Batch Operations as a principal, and as whom roles are passed to. */
export const BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";

/** Whose jobs of S3 Batch Operations copy, where, and as which role. */
export interface CopyJobs {
  readonly roleArn: string;
  /** Of whoever creates them. */
  readonly account: string;
  /** Absent where nobody could say. */
  readonly region?: string | undefined;
}

/**
 * What it takes to create jobs that copy, and to follow them (S3 User Guide, Granting permissions for Batch
 * Operations; Service Authorization Reference, Amazon S3, for resources and condition keys).
 */
export function needsToCreateJobs(jobs: CopyJobs): readonly Need[] {
  return [
    {
      ...ofNoBucket,
      action: "s3:CreateJob",
      resource: "*",
      context: {
        "s3:requestjoboperation": ["S3PutObjectCopy"],
        "s3:requestjobpriority": ["10"],
      },
    },
    {
      ...ofNoBucket,
      action: "iam:PassRole",
      resource: jobs.roleArn,
      context: { "iam:passedtoservice": [BATCH_OPERATIONS] },
    },
    { ...ofNoBucket, action: "s3:DescribeJob", resource: jobArns(jobs), anyKeyUnder: true },
  ];
}

/** What a role's trust policy must let S3 Batch Operations do. */
export function needOfTrust(roleArn: string): Need {
  return { ...ofNoBucket, action: "sts:AssumeRole", resource: roleArn };
}

/** What the ARNs of jobs begin with. */
export function jobArns({ roleArn, account, region }: CopyJobs): string {
  const { partition = "aws" } = parseArn(roleArn) ?? {};
  const service = `arn:${partition}:s3:`;
  return region === undefined ? service : `${service}${region}:${account}:job/`;
}

const ofNoBucket = {
  bucket: "",
  side: "destination",
  context: {},
  because: [],
  essential: true,
  occasion: "always",
} as const;
