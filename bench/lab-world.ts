export const BUCKET = "bench-bucket";

const bucketArns = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`];
const statement = (rest: object): object => ({ Version: "2012-10-17", Statement: [rest] });

/** One account of an organization, a user and a bucket, each layer with a policy that has a say. */
export const BENCH_WORLD: object = {
  organization: {
    id: "o-exampleorg1",
    managementAccount: "000000000000",
    serviceControlPolicies: {
      "p-regionsonly": {
        targets: ["r-root"],
        policy: statement({
          Effect: "Deny",
          NotAction: ["iam:*", "sts:*"],
          Resource: "*",
          Condition: {
            StringNotEquals: { "aws:RequestedRegion": ["ap-northeast-1", "us-east-1"] },
          },
        }),
      },
    },
  },
  accounts: {
    "000000000000": { name: "management" },
    "111111111111": {
      name: "bench",
      users: {
        bench: {
          profile: "bench",
          inlinePolicies: {
            objects: statement({
              Effect: "Allow",
              Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
              Resource: bucketArns,
            }),
          },
        },
      },
      buckets: {
        [BUCKET]: {
          region: "ap-northeast-1",
          policy: statement({
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: bucketArns,
            Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
          }),
        },
      },
    },
  },
};
