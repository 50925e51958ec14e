import {
  type AttachedPolicy,
  type AuthorizationRequest,
  callerContext,
  parsePolicy,
  type PolicyLayers,
} from "../src/policy/index.ts";

const roleName = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";
const roleArn = `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/${roleName}`;

const identityPolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListBucket", "s3:GetBucketLocation"],
      "Resource": "arn:aws:s3:::dev-b"
    },
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject*", "s3:PutObject"],
      "Resource": "arn:aws:s3:::dev-b/*"
    }
  ]
}`;

const bucketPolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "${roleArn}" },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::dev-b/in/*"
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::dev-b/*",
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    }
  ]
}`;

const fullAccess = `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }]
}`;

function attach(kind: "identity" | "resource", text: string): AttachedPolicy {
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) throw new Error(`the ${kind} policy of this benchmark does not parse`);
  return { document: parsed.value, name: `${kind} policy`, attachedTo: roleArn };
}

/** A role with this identity policy, another account's bucket, and one service control policy. */
export function layersWith(identityText: string): PolicyLayers {
  return {
    identity: [attach("identity", identityText)],
    resource: [attach("resource", bucketPolicy)],
    serviceControl: [{ id: "111111111111", policies: [attach("identity", fullAccess)] }],
  };
}

/** Two identity statements, two bucket statements, one SCP. */
export const sharedBucket: PolicyLayers = layersWith(identityPolicy);

const actions = ["s3:GetObject", "s3:PutObject", "s3:Get*", "s3:*", "*", "s3:DeleteObject"];

/** A policy of so many statements, of which two name the request: the rest is about other buckets. */
export function identityStatements(count: number): string {
  const others = Array.from({ length: count - 2 }, (_, number) => ({
    Effect: number % 5 === 0 ? "Deny" : "Allow",
    Action: actions[number % actions.length],
    Resource: [`arn:aws:s3:::dev-${number}`, `arn:aws:s3:::dev-${number}/*`],
  }));
  const [first, second] = (JSON.parse(identityPolicy) as { Statement: readonly object[] })
    .Statement;
  return JSON.stringify({ Version: "2012-10-17", Statement: [first, ...others, second] });
}

/** A request of the role for an object of the bucket, each time another one. */
export function requestFor(number: number): AuthorizationRequest {
  const caller = {
    kind: "roleSession",
    account: "111111111111",
    arn: `arn:aws:sts::111111111111:assumed-role/${roleName}/ken`,
    roleArn,
    userId: "AROAEXAMPLE:ken",
  } as const;
  const context = new Map(callerContext(caller));
  context.set("aws:securetransport", ["true"]);
  return {
    caller,
    action: "s3:GetObject",
    resource: `arn:aws:s3:::dev-b/in/2026/11/object-${number}.bin`,
    resourceAccount: "222222222222",
    context,
  };
}
