import { parseWorld, type World } from "../../src/policy/index.ts";

/** The role that jobs act as. */
export const BATCH_ROLE = "arn:aws:iam::111111111111:role/batch";

function allow(principal: object | undefined, action: readonly string[], resource: string): object {
  return {
    Effect: "Allow",
    ...(principal && { Principal: principal }),
    Action: action,
    Resource: resource,
  };
}

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const DESTINATION = "arn:aws:s3:::to-222";

/**
 * Two accounts: alice lists and deletes, and may not copy; the role of her jobs copies into the other
 * account's bucket, but for what is under `secret/`. Buckets in Tokyo.
 */
export function batchWorld(): World {
  const trust = policy({
    Effect: "Allow",
    Principal: { Service: "batchoperations.s3.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
  });
  const region = "ap-northeast-1";
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          alice: {
            profile: "alice",
            inlinePolicies: {
              run: policy(
                allow(undefined, ["s3:*"], "arn:aws:s3:::jobs-111"),
                allow(undefined, ["s3:*"], "arn:aws:s3:::jobs-111/*"),
                allow(undefined, ["s3:ListBucket"], "arn:aws:s3:::from-111"),
                allow(undefined, ["s3:ListBucket", "s3:DeleteObject"], "*"),
                allow(undefined, ["s3:CreateJob", "s3:DescribeJob", "s3:ListJobs"], "*"),
                allow(undefined, ["iam:PassRole"], BATCH_ROLE),
                allow(undefined, ["iam:PassRole"], "arn:aws:iam::111111111111:role/stranger"),
              ),
            },
          },
          admin: { profile: "admin", managedPolicies: ["AdministratorAccess"] },
        },
        roles: {
          batch: {
            trustPolicy: trust,
            inlinePolicies: {
              work: policy(allow(undefined, ["s3:Get*", "s3:PutObject*"], "arn:aws:s3:::*"), {
                ...allow(undefined, ["s3:GetObject"], "arn:aws:s3:::from-111/secret/*"),
                Effect: "Deny",
              }),
            },
          },
          stranger: {
            trustPolicy: policy({
              Effect: "Allow",
              Principal: { AWS: "222222222222" },
              Action: "sts:AssumeRole",
            }),
          },
        },
        buckets: { "from-111": { region }, "jobs-111": { region } },
      },
      "222222222222": {
        users: { bob: { profile: "bob", managedPolicies: ["AdministratorAccess"] } },
        buckets: {
          "to-222": {
            region,
            policy: policy(
              allow({ AWS: BATCH_ROLE }, ["s3:PutObject*"], `${DESTINATION}/*`),
              allow(
                { AWS: "arn:aws:iam::111111111111:user/alice" },
                ["s3:ListBucket"],
                DESTINATION,
              ),
              allow(
                { AWS: "arn:aws:iam::111111111111:user/alice" },
                ["s3:DeleteObject"],
                `${DESTINATION}/*`,
              ),
            ),
          },
        },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
