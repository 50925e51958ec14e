import type { Caller } from "../../src/policy/index.ts";
import type { KnownRequest } from "../spec/policy-json.ts";
import { type Choices, isHit, listOf, pick } from "./choices.ts";

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

function federated(account: string, issuer: string): Caller {
  return {
    kind: "federatedUser",
    account,
    arn: `arn:aws:sts::${account}:federated-user/fed`,
    issuerArn: `arn:aws:iam::${account}:${issuer}`,
    userId: `${account}:fed`,
  };
}

/** Canonical user ids, by account. */
export const CANONICAL_IDS: Readonly<Record<string, string>> = Object.fromEntries(
  ACCOUNTS.map((account) => [account, account.repeat(6).slice(0, 64)]),
);

/** Everyone who asks: sessions of roles with and without a path or linked to a service, users, roots, federated sessions, callers of no account. */
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
  { kind: "anonymous" },
  federated("111111111111", "user/alice"),
  federated("222222222222", "root"),
  { kind: "service", name: "logging.s3.amazonaws.com" },
  { kind: "webIdentity", provider: "accounts.google.com" },
  { kind: "saml", provider: "arn:aws:iam::111111111111:saml-provider/corp" },
  {
    kind: "originAccessIdentity",
    arn: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
    canonicalId: "c10f",
  },
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
  "aws:sourcevpc": [["vpc-1"], ["vpc-2"]],
  "aws:calledvia": [["s3.amazonaws.com"], ["athena.amazonaws.com", "s3.amazonaws.com"]],
  "kms:encryptioncontextkeys": [["a"], ["a", "b"]],
  "kms:encryptioncontext:a": [["1"], ["2"]],
  "example:blob": [["YQ=="], ["Yg=="]],
};

const KEY_PIECES = ["a", "b", "A", "/", "alice", "*", "?", "$", ":", "é", "${aws:username}"];
const PLAIN_KEYS = ["a", "b", "a/b", "alice/a", "a*"];
const BUCKET_ARNS = ["arn:aws:s3:::b1", "arn:aws:s3:::b2"];

function buildKey(choices: Choices): string {
  if (!isHit(choices, 1, 2)) return pick(choices, PLAIN_KEYS);
  return listOf(choices, [1, 3], (from) => pick(from, KEY_PIECES)).join("");
}

/** The keys that follow from who asks. */
function callerKeys(caller: Caller): readonly (readonly [string, readonly string[]])[] {
  switch (caller.kind) {
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return [];
    case "root":
      return [
        ["aws:principalarn", [caller.arn]],
        ["aws:principalaccount", [caller.account]],
        ["aws:userid", [caller.account]],
      ];
    case "federatedUser":
      return [
        ["aws:principalarn", [caller.arn]],
        ["aws:principalaccount", [caller.account]],
        ["aws:userid", [caller.userId]],
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
function requestKeys(choices: Choices): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(CONTEXT_VALUES).flatMap(([name, values]) =>
    isHit(choices, 2, 3) ? [[name, pick(choices, values)] as const] : [],
  );
}

const S3_ACTIONS = [
  "s3:GetObject",
  "s3:GetObject",
  "s3:GetObject",
  "s3:PutObject",
  "s3:PutObject",
  "s3:ListBucket",
  "s3:ListBucket",
  "s3:GetBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:DeleteObject",
  "s3:GetObjectAcl",
  "s3:PutObjectAcl",
  "s3:PutBucketAcl",
];
const KEY_ACTIONS = [
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
  "kms:RetireGrant",
  "kms:ScheduleKeyDeletion",
];

type Question = Pick<KnownRequest, "action" | "resource" | "resourceAccount">;

/** The one key of an account. */
export function keyArnOf(account: string): string {
  return `arn:aws:kms:us-east-1:${account}:key/k`;
}

function aboutRole(action: string, resourceAccount: string): Question {
  return { action, resource: `arn:aws:iam::${resourceAccount}:role/a`, resourceAccount };
}

function buildQuestion(choices: Choices, { kind }: Caller): Question {
  const resourceAccount = pick(choices, ACCOUNTS);
  if (kind === "webIdentity") return aboutRole("sts:AssumeRoleWithWebIdentity", resourceAccount);
  if (kind === "saml") return aboutRole("sts:AssumeRoleWithSAML", resourceAccount);
  const about = choices.below(16);
  if (about === 12) return aboutRole("iam:GetRole", resourceAccount);
  if (about === 13) return aboutRole("sts:AssumeRole", resourceAccount);
  if (about > 13) {
    return {
      action: pick(choices, KEY_ACTIONS),
      resource: keyArnOf(resourceAccount),
      resourceAccount,
    };
  }
  const bucket = pick(choices, BUCKET_ARNS);
  const action = pick(choices, S3_ACTIONS);
  const isOnBucket = isHit(choices, 1, 10) !== /Bucket/.test(action);
  const resource = isOnBucket ? bucket : `${bucket}/${buildKey(choices)}`;
  return { action, resource, resourceAccount };
}

/** A request by anyone for anything in two accounts, with two buckets, a role and a key each. */
export function buildRequest(choices: Choices): KnownRequest {
  const caller = pick(choices, CALLERS);
  const question = buildQuestion(choices, caller);
  return {
    caller,
    ...question,
    context: new Map([...callerKeys(caller), ...requestKeys(choices)]),
  };
}
