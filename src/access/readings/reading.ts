import * as v from "valibot";
import type { AccountReader } from "../ports.ts";

/** What an identity can be asked. */
export type ReaderCall = Exclude<
  keyof AccountReader,
  "label" | "opensOwnSession" | "region" | "isTold"
>;

/** One question to an identity, and AWS's answer to it, or the code that it was refused with. */
export interface Reading {
  readonly call: ReaderCall;
  /** What it is about, e.g. the bucket. */
  readonly of: readonly string[];
  /** Absent where the answer is that there is none. */
  readonly answer?: unknown;
  readonly refused?: string;
}

/** What each question is answered with, so that an answer from outside can be held against it. */
type Answers = {
  readonly [Call in ReaderCall]: v.GenericSchema<unknown, Awaited<ReturnType<AccountReader[Call]>>>;
};

const text = v.string();
const texts = v.array(text);
const flag = v.boolean();
const flags = v.object({
  blockPublicAcls: flag,
  ignorePublicAcls: flag,
  blockPublicPolicy: flag,
  restrictPublicBuckets: flag,
});
const policy = v.object({
  name: text,
  arn: v.exactOptional(text),
  group: v.exactOptional(text),
  text,
});
const grants = v.array(
  v.object({
    grantee: text,
    permission: v.picklist(["FULL_CONTROL", "READ", "READ_ACP", "WRITE", "WRITE_ACP"]),
  }),
);
const pairs = v.record(text, text);

/** The form of every answer. */
export const ANSWERS: Answers = {
  callerIdentity: v.object({ account: text, arn: text, userId: text }),
  role: v.object({
    arn: text,
    roleId: text,
    trustPolicy: v.exactOptional(text),
    boundaryArn: v.exactOptional(text),
  }),
  user: v.object({ boundaryArn: v.exactOptional(text) }),
  managedPolicy: policy,
  rolePolicies: v.array(policy),
  userPolicies: v.array(policy),
  permissionSet: v.optional(
    v.object({
      region: text,
      managedPolicies: texts,
      customerPolicies: texts,
      inlinePolicy: v.exactOptional(text),
      boundary: v.exactOptional(text),
    }),
  ),
  bucketPolicy: v.optional(text),
  bucketEncryption: v.pipe(
    v.object({
      kmsKey: v.optional(text),
      bucketKey: flag,
      blocksCustomerKeys: v.exactOptional(flag),
    }),
    v.transform(({ kmsKey, ...settings }) => ({ kmsKey, ...settings })),
  ),
  bucketRegion: text,
  bucketPublicAccess: flags,
  accountPublicAccess: flags,
  objectOwnership: v.picklist(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
  bucketAcl: v.object({ owner: text, grants }),
  requesterPays: flag,
  accessPoint: v.object({
    arn: text,
    bucket: text,
    bucketAccount: v.exactOptional(text),
    vpc: v.exactOptional(text),
    publicAccessBlock: flags,
  }),
  accessPointPolicy: v.optional(text),
  key: v.optional(
    v.object({
      arn: text,
      state: v.picklist(["enabled", "disabled", "pendingDeletion"]),
      isManaged: flag,
    }),
  ),
  keyPolicy: text,
  keyGrants: v.array(
    v.object({
      id: text,
      name: v.exactOptional(text),
      granteePrincipal: text,
      operations: texts,
      retiringPrincipal: v.exactOptional(text),
      encryptionContextEquals: v.exactOptional(pairs),
      encryptionContextSubset: v.exactOptional(pairs),
    }),
  ),
  vpcEndpoint: v.object({
    account: text,
    region: text,
    type: v.picklist(["gateway", "interface"]),
    vpc: text,
    policy: text,
  }),
  organization: v.optional(v.object({ id: text, managementAccount: text })),
  placementOf: v.optional(v.object({ id: text, managementAccount: text, levels: texts })),
  controlPolicies: v.array(v.object({ id: text, name: text, arn: text })),
  controlPolicyText: text,
};

/** The questions that there are. */
export const READER_CALLS: readonly ReaderCall[] = Object.keys(ANSWERS) as ReaderCall[];

/** The permission that each question takes; those for several are named by the one that shows policies. */
export const READER_OPERATIONS: Readonly<Record<ReaderCall, string>> = {
  callerIdentity: "sts:GetCallerIdentity",
  role: "iam:GetRole",
  user: "iam:GetUser",
  managedPolicy: "iam:GetPolicyVersion",
  rolePolicies: "iam:GetRolePolicy",
  userPolicies: "iam:GetUserPolicy",
  permissionSet: "sso:DescribePermissionSet",
  bucketPolicy: "s3:GetBucketPolicy",
  bucketEncryption: "s3:GetEncryptionConfiguration",
  bucketRegion: "s3:GetBucketLocation",
  bucketPublicAccess: "s3:GetBucketPublicAccessBlock",
  accountPublicAccess: "s3:GetAccountPublicAccessBlock",
  objectOwnership: "s3:GetBucketOwnershipControls",
  bucketAcl: "s3:GetBucketAcl",
  requesterPays: "s3:GetBucketRequestPayment",
  accessPoint: "s3:GetAccessPoint",
  accessPointPolicy: "s3:GetAccessPointPolicy",
  key: "kms:DescribeKey",
  keyPolicy: "kms:GetKeyPolicy",
  keyGrants: "kms:ListGrants",
  vpcEndpoint: "ec2:DescribeVpcEndpoints",
  organization: "organizations:DescribeOrganization",
  placementOf: "organizations:DescribeAccount",
  controlPolicies: "organizations:ListPoliciesForTarget",
  controlPolicyText: "organizations:DescribePolicy",
};
