import fc from "fast-check";
import type { Caller } from "../../src/policy/index.ts";
import type { KnownRequest } from "../spec/policy-json.ts";

// Alphabets are small, so that what policies say and what requests have meet often.
export const ACCOUNTS = ["111111111111", "222222222222"] as const;

function roleSession(account: string, path: string, session: string): Caller {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return {
    kind: "roleSession",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    roleArn: `arn:aws:iam::${account}:role/${path}`,
    userId: `AROA${name.slice(0, 4).toUpperCase()}EXAMPLE:${session}`,
  };
}

function user(account: string, path: string): Caller {
  const userId = `AIDA${path.slice(-3).toUpperCase()}EXAMPLE`;
  return { kind: "user", account, arn: `arn:aws:iam::${account}:user/${path}`, userId };
}

function root(account: string): Caller {
  return { kind: "root", account, arn: `arn:aws:iam::${account}:root` };
}

const SSO_ROLE =
  "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_Admin_0123456789abcdef";

/** Everyone who asks: sessions of roles with and without a path or linked to a service, users, roots, nobody known. */
export const CALLERS: readonly Caller[] = [
  roleSession("111111111111", "reader", "s1"),
  roleSession("111111111111", "reader", "s2"),
  roleSession("111111111111", SSO_ROLE, "s1"),
  roleSession("222222222222", "reader", "s1"),
  roleSession("222222222222", "aws-service-role/ecs.amazonaws.com/linked", "s1"),
  user("111111111111", "alice"),
  user("111111111111", "team/bob"),
  user("222222222222", "alice"),
  root("111111111111"),
  root("222222222222"),
  { kind: "anonymous" },
];

/** The values that a context key takes, and how many at once. */
export const CONTEXT_VALUES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "s3:prefix": [["a/"], [""], ["a"], ["A"], ["alice/a"], ["a*"]],
  "s3:max-keys": [["10"], ["9"], ["10.0"], ["-1"], ["1000"], ["many"]],
  "aws:principaltag/team": [["a"], ["b"], ["A"], ["a*"]],
  "aws:tagkeys": [["a"], ["a", "b"], ["b", "c"], [""], ["a", "A", "b"]],
  "aws:sourceip": [["203.0.113.7"], ["203.0.114.7"], ["2001:db8::1"], ["2001:db8:0:1::1"]],
  "aws:securetransport": [["true"], ["false"], ["TRUE"]],
  "aws:currenttime": [
    ["2026-01-01T00:00:00Z"],
    ["2026-01-01T09:00:00+09:00"],
    ["2025-12-31"],
    ["1767225600"],
  ],
  "aws:sourcearn": [
    ["arn:aws:sns:us-east-1:111111111111:a"],
    ["arn:aws:sns:us-east-2:222222222222:a:b"],
    ["arn:aws:s3:::b1"],
    ["a"],
  ],
  "example:blob": [["YQ=="], ["Yg=="]],
};

const KEY_PIECES = ["a", "b", "A", "/", "alice", "*", "?", "$", ":", "é", "${aws:username}"];
const key = fc.oneof(
  fc.constantFrom("a", "b", "a/b", "alice/a", "a*"),
  fc.array(fc.constantFrom(...KEY_PIECES), { minLength: 1, maxLength: 3 }).map((p) => p.join("")),
);
const bucketArn = fc.constantFrom("arn:aws:s3:::b1", "arn:aws:s3:::b2");
const objectArn = fc.tuple(bucketArn, key).map(([bucket, k]) => `${bucket}/${k}`);

/** The keys that follow from who asks. */
function callerKeys(caller: Caller): readonly (readonly [string, readonly string[]])[] {
  switch (caller.kind) {
    case "anonymous":
      return [];
    case "root":
      return [
        ["aws:principalarn", [caller.arn]],
        ["aws:principalaccount", [caller.account]],
        ["aws:userid", [caller.account]],
      ];
    case "user":
      return [
        ["aws:principalarn", [caller.arn]],
        ["aws:principalaccount", [caller.account]],
        ["aws:userid", [caller.userId]],
        ["aws:username", [caller.arn.slice(caller.arn.lastIndexOf("/") + 1)]],
      ];
    case "roleSession":
      return [
        ["aws:principalarn", [caller.roleArn]],
        ["aws:principalaccount", [caller.account]],
        ["aws:userid", [caller.userId]],
      ];
  }
}

/** The keys that do not follow from who asks, each there or not. */
const requestKeys = fc
  .tuple(
    ...Object.entries(CONTEXT_VALUES).map(([name, values]) =>
      fc.option(
        fc.constantFrom(...values).map((value) => [name, value] as const),
        { freq: 3 },
      ),
    ),
  )
  .map((entries) => entries.filter((entry) => entry !== null));

const questions = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      action: fc.constantFrom(
        "s3:GetObject",
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",
        "s3:GetBucketPolicy",
      ),
      resource: fc.oneof({ weight: 3, arbitrary: objectArn }, { weight: 1, arbitrary: bucketArn }),
      resourceAccount: fc.constantFrom(...ACCOUNTS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...ACCOUNTS).map((resourceAccount) => ({
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::${resourceAccount}:role/a`,
      resourceAccount,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...ACCOUNTS).map((resourceAccount) => ({
      action: "iam:GetRole",
      resource: `arn:aws:iam::${resourceAccount}:role/a`,
      resourceAccount,
    })),
  },
);

/** A request by anyone for anything in two accounts, with two buckets and a role each. */
export const arbitraryRequest: fc.Arbitrary<KnownRequest> = fc
  .record({ caller: fc.constantFrom(...CALLERS), question: questions, keys: requestKeys })
  .map(({ caller, question, keys }) => ({
    caller,
    ...question,
    context: new Map([...callerKeys(caller), ...keys]),
  }));
