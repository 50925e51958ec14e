import { parseWorld, type World } from "../../src/policy/index.ts";

export const ADMIN_A_ROLE: string =
  "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_AdministratorAccess_1234567890abcdef";
export const ADMIN_A_SESSION: string =
  "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_1234567890abcdef/alice";

/** Two accounts of one organization: an Identity Center administrator in A, users in both. */
export function storyWorld(): World {
  const parsed = parseWorld({
    organization: { id: "o-exampleorg1", managementAccount: "111111111111" },
    identityCenter: {
      region: "ap-northeast-1",
      permissionSets: { AdministratorAccess: { managedPolicies: ["AdministratorAccess"] } },
    },
    accounts: {
      "111111111111": {
        name: "dev-a",
        roles: {
          AWSReservedSSO_AdministratorAccess_1234567890abcdef: {
            permissionSet: "AdministratorAccess",
            sessions: { alice: { profile: "a" } },
          },
          deployer: {
            managedPolicies: ["AmazonS3ReadOnlyAccess"],
            trustPolicy: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::222222222222:root" },
                  Action: "sts:AssumeRole",
                  Condition: { StringEquals: { "sts:ExternalId": "sesame" } },
                },
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::111111111111:user/writer" },
                  Action: "sts:AssumeRole",
                },
              ],
            },
          },
        },
        users: {
          writer: {
            profile: "writer",
            inlinePolicies: {
              write: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Action: ["s3:PutObject", "s3:GetObject"],
                    Resource: "arn:aws:s3:::dev-a/*",
                  },
                ],
              },
            },
          },
          "root-like": { profile: "root-like", managedPolicies: ["AdministratorAccess"] },
        },
        buckets: { "dev-a": { region: "ap-northeast-1" } },
      },
      "222222222222": {
        name: "dev-b",
        users: { bob: { profile: "b", managedPolicies: ["AdministratorAccess"] } },
        buckets: { "dev-b": { region: "ap-northeast-1" } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
