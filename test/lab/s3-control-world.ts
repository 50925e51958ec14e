import { parseWorld, type World } from "../../src/policy/index.ts";

const admin = { managedPolicies: ["AdministratorAccess"] };

/** A trust policy for S3 Batch Operations, working for one account. */
function trusting(account: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "batchoperations.s3.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:s3:*:${account}:job/*` },
        },
      },
    ],
  };
}

/** Two accounts whose administrators share nothing but what a test lets them; buckets in Tokyo. */
export function s3ControlWorld(): World {
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          alice: { profile: "alice", ...admin },
          guest: { profile: "guest" },
          operator: {
            profile: "operator",
            inlinePolicies: {
              jobs: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
              },
            },
          },
        },
        roles: {
          batch: {
            trustPolicy: trusting("111111111111"),
            inlinePolicies: {
              work: {
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::*" },
                  { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::*/secret/*" },
                ],
              },
            },
          },
          elsewhere: { trustPolicy: trusting("222222222222") },
        },
        buckets: {
          "bucket-a": { region: "ap-northeast-1" },
          reports: { region: "ap-northeast-1" },
          "logs-111111111111": { region: "ap-northeast-1" },
        },
        vpcEndpoints: {
          "vpce-0123456789abcdef0": {
            region: "ap-northeast-1",
            type: "gateway",
            vpc: "vpc-0123456789abcdef0",
          },
        },
      },
      "222222222222": {
        users: { bob: { profile: "bob", ...admin } },
        buckets: {
          "bucket-b": {
            region: "ap-northeast-1",
            policy: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::111111111111:role/batch" },
                  Action: "s3:PutObject",
                  Resource: "arn:aws:s3:::bucket-b/*",
                },
              ],
            },
          },
        },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
