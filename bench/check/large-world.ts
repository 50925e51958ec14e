type Named = readonly (readonly [string, object])[];

const ACCOUNTS = 5;
const ROLES = 49;

/** The text of a world file with 500 policies: of roles, buckets, keys and an organization. */
export function largeWorldText(): string {
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => accountAt(at));
  const control: Named = Array.from({ length: 5 }, (_, at) => [
    `p-example00${at}`,
    {
      name: `limit-${at}`,
      targets: ["r-ab12"],
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Action: [`ec2:*${at}`, "iam:CreateUser"],
            Resource: "*",
            Condition: {
              ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/break-glass-${at}` },
            },
          },
        ],
      },
    },
  ]);
  return JSON.stringify({
    organization: {
      id: "o-exampleorg1",
      managementAccount: accountId(0),
      root: "r-ab12",
      serviceControlPolicies: Object.fromEntries(control),
    },
    accounts: Object.fromEntries(accounts),
  });
}

/** How many policies a world file's text has. */
export function policiesIn(text: string): number {
  return text.split('"Version":"2012-10-17"').length - 1;
}

function accountId(at: number): string {
  return String(at + 1).repeat(12);
}

function accountAt(at: number): readonly [string, object] {
  const roles: Named = Array.from({ length: ROLES }, (_, number) => [
    `role-${number}`,
    {
      inlinePolicies: { data: rolePolicy(at, number) },
      sessions: { run: { profile: `p-${at}-${number}` } },
    },
  ]);
  const buckets: Named = Array.from({ length: ROLES + 1 }, (_, number) => [
    bucketName(at, number),
    { policy: bucketPolicy(at, number) },
  ]);
  return [
    accountId(at),
    { roles: Object.fromEntries(roles), buckets: Object.fromEntries(buckets) },
  ];
}

function bucketName(at: number, number: number): string {
  return `data-${at}-${number}`;
}

function rolePolicy(at: number, number: number): object {
  const statements = Array.from({ length: 10 }, (_, which) => {
    const bucket = `arn:aws:s3:::${bucketName((at + (which % 2)) % ACCOUNTS, (number + which) % ROLES)}`;
    return {
      Sid: `Data${which}`,
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetObject*", "s3:PutObject*", "s3:DeleteObject"],
      Resource: [bucket, `${bucket}/*`],
    };
  });
  return { Version: "2012-10-17", Statement: statements };
}

function bucketPolicy(at: number, number: number): object {
  const bucket = `arn:aws:s3:::${bucketName(at, number)}`;
  const statements = Array.from({ length: ACCOUNTS }, (_, from) => ({
    Sid: `From${from}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId(from)}:root` },
    Action: ["s3:ListBucket", "s3:GetObject*", "s3:PutObject*"],
    Resource: [bucket, `${bucket}/*`],
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
  }));
  const tls = {
    Sid: "Tls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return { Version: "2012-10-17", Statement: [...statements, tls] };
}
