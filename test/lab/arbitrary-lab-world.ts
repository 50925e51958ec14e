import fc from "fast-check";

const ACCOUNTS = ["111111111111", "222222222222"] as const;
const USERS = ["ann", "bob"] as const;

const principals = ACCOUNTS.flatMap((account) => [
  `arn:aws:iam::${account}:root`,
  ...USERS.map((user) => `arn:aws:iam::${account}:user/${user}`),
]);

const action = fc.constantFrom(
  "s3:*",
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "iam:List*",
);
const effect = fc.constantFrom("Allow", "Allow", "Deny");
const condition = fc.option(
  fc.constantFrom(
    { StringEquals: { "aws:PrincipalTag/team": "blue" } },
    { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    { StringLike: { "aws:userid": "AIDA*" } },
  ),
  { nil: undefined },
);

function statement(more: object): fc.Arbitrary<object> {
  const plain = { Effect: effect, Action: action, ...more };
  return fc
    .record({ plain: fc.record(plain), condition })
    .map(({ plain: fields, condition: found }) => ({
      ...fields,
      ...(found && { Condition: found }),
    }));
}

const identityPolicy = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.array(statement({ Resource: fc.constant("*") }), { minLength: 1, maxLength: 2 }),
});

function bucketPolicy(bucket: string): fc.Arbitrary<object> {
  const more = {
    Action: action.filter((name) => name.startsWith("s3:")),
    Principal: fc.constantFrom("*", ...principals).map((AWS) => ({ AWS })),
    Resource: fc.constant([`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
  };
  return fc.record({ Statement: fc.array(statement(more), { minLength: 1, maxLength: 2 }) });
}

const user = fc.record(
  {
    managedPolicies: fc
      .subarray(["AmazonS3FullAccess", "IAMLike"])
      .map((names) => names.map((name) => (name === "IAMLike" ? "own" : name))),
    inlinePolicies: fc.dictionary(fc.constantFrom("p", "q"), identityPolicy, {
      noNullPrototype: true,
    }),
    boundary: fc.constantFrom("own", "PowerUserAccess"),
    groups: fc.subarray(["team"]),
    tags: fc.constantFrom({ Team: "blue" }, { team: "red", Cost: "1" }),
    id: fc.constant("AIDAABCDEFGHIJKLMNOPQ"),
    credentials: fc.constant("none"),
  },
  { requiredKeys: ["inlinePolicies"] },
);

function bucket(name: string): fc.Arbitrary<object> {
  return fc.record(
    {
      policy: bucketPolicy(name),
      publicAccessBlock: fc.record({
        blockPublicPolicy: fc.boolean(),
        restrictPublicBuckets: fc.boolean(),
      }),
      requesterPays: fc.boolean(),
      versioning: fc.constantFrom("Enabled", "Suspended"),
      objectOwnership: fc.constantFrom(
        "BucketOwnerEnforced",
        "BucketOwnerPreferred",
        "ObjectWriter",
      ),
    },
    { requiredKeys: [] },
  );
}

function account(id: string): fc.Arbitrary<object> {
  const name = `bucket-${id}`;
  return fc.record({
    policies: fc.record({ own: identityPolicy }),
    groups: fc.record({ team: fc.record({ inlinePolicies: fc.record({ g: identityPolicy }) }) }),
    users: fc.record({ ann: user, bob: user }),
    buckets: fc.record({ [name]: bucket(name) }),
  });
}

const organization = fc.option(
  fc.record({
    id: fc.constant("o-exampleorg1"),
    managementAccount: fc.constant(ACCOUNTS[0]),
    serviceControlPolicies: fc.record({
      "p-generated1": fc.record({
        targets: fc.subarray([ACCOUNTS[1], "r-root"]),
        policy: identityPolicy,
      }),
    }),
  }),
  { nil: undefined },
);

/** The value of a world file of two accounts that meets most of what authorization rests on. */
export const arbitraryLabWorld: fc.Arbitrary<object> = fc
  .record({
    organization,
    bucketDefaults: fc.constantFrom("legacy", "current"),
    accounts: fc.record({
      [ACCOUNTS[0]]: account(ACCOUNTS[0]),
      [ACCOUNTS[1]]: account(ACCOUNTS[1]),
    }),
  })
  .map(({ organization: found, ...world }) => ({
    ...world,
    ...(found && { organization: found }),
  }));
