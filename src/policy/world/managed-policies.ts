/** A policy that AWS keeps and every account can attach. */
export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly text: string;
}

const PREFIX = "arn:aws:iam::aws:policy/";

interface Statement {
  readonly Effect: "Allow";
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
}

// AWS Managed Policy Reference Guide, one page per policy.
const STATEMENTS: Readonly<Record<string, readonly Statement[]>> = {
  AdministratorAccess: [{ Effect: "Allow", Action: "*" }],
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"] },
    {
      Effect: "Allow",
      Action: [
        "account:GetAccountInformation",
        "account:GetGovCloudAccountInformation",
        "account:GetPrimaryEmail",
        "account:ListRegions",
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:ListRoles",
        "organizations:DescribeEffectivePolicy",
        "organizations:DescribeOrganization",
      ],
    },
  ],
  // The part about S3, IAM, STS, KMS and Organizations; AWS's names some 300 services.
  ReadOnlyAccess: [
    {
      Effect: "Allow",
      Action: [
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:Simulate*",
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "organizations:Describe*",
        "organizations:List*",
        "s3:DescribeJob",
        "s3:Get*",
        "s3:List*",
        "sts:GetAccessKeyInfo",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken",
      ],
    },
  ],
  AmazonS3FullAccess: [{ Effect: "Allow", Action: ["s3:*", "s3-object-lambda:*"] }],
  AmazonS3ReadOnlyAccess: [
    {
      Effect: "Allow",
      Action: [
        "s3:Get*",
        "s3:List*",
        "s3:Describe*",
        "s3-object-lambda:Get*",
        "s3-object-lambda:List*",
      ],
    },
  ],
  // The part about S3, IAM, STS, KMS and Organizations: configuration, but no object and no listing of keys.
  SecurityAudit: [
    {
      Effect: "Allow",
      Action: [
        "iam:GenerateCredentialReport",
        "iam:GenerateServiceLastAccessedDetails",
        "iam:Get*",
        "iam:List*",
        "iam:SimulateCustomPolicy",
        "iam:SimulatePrincipalPolicy",
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "organizations:Describe*",
        "organizations:List*",
        "s3:GetAccelerateConfiguration",
        "s3:GetAccessPoint",
        "s3:GetAccessPointPolicy",
        "s3:GetAccessPointPolicyStatus",
        "s3:GetAccountPublicAccessBlock",
        "s3:GetAnalyticsConfiguration",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetInventoryConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetMetricsConfiguration",
        "s3:GetMultiRegionAccessPointPolicy",
        "s3:GetObjectAcl",
        "s3:GetObjectVersionAcl",
        "s3:GetReplicationConfiguration",
        "s3:ListAccessPoints",
        "s3:ListAllMyBuckets",
        "s3:ListMultiRegionAccessPoints",
        "sts:GetAccessKeyInfo",
      ],
    },
  ],
};

/** Names of the AWS managed policies that are known here. */
export const awsManagedPolicyNames: readonly string[] = Object.keys(STATEMENTS);

/** An AWS managed policy by name or ARN, or undefined when it is not known here. */
export function awsManagedPolicy(nameOrArn: string): ManagedPolicy | undefined {
  const name = nameOrArn.startsWith(PREFIX) ? nameOrArn.slice(PREFIX.length) : nameOrArn;
  if (!Object.hasOwn(STATEMENTS, name)) return undefined;
  const statements = STATEMENTS[name]?.map((statement) => ({ ...statement, Resource: "*" }));
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
  return { name, arn: `${PREFIX}${name}`, text };
}
