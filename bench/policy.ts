import {
  type AttachedPolicy,
  type AuthorizationRequest,
  callerContext,
  decide,
  parsePolicy,
  type PolicyLayers,
} from "../src/policy/index.ts";
import { median } from "./median.ts";

const ROUNDS = 5;
const EVALUATIONS = 20_000;

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

function attach(kind: "identity" | "resource", text: string, attachedTo: string): AttachedPolicy {
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) throw new Error(`the ${kind} policy of this benchmark does not parse`);
  return { document: parsed.value, name: `${kind} policy`, attachedTo };
}

const layers: PolicyLayers = {
  identity: [attach("identity", identityPolicy, roleArn)],
  resource: [attach("resource", bucketPolicy, "arn:aws:s3:::dev-b")],
};

/** Another key for each evaluation, so that nothing can be remembered from the last one. */
function requestFor(number: number): AuthorizationRequest {
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

const requests = Array.from({ length: EVALUATIONS }, (_, number) => requestFor(number));

function evaluationsPerSecond(): number {
  const startMs = performance.now();
  const isAllowed = requests.every((request) => decide(request, layers).outcome === "allowed");
  if (!isAllowed) throw new Error("this benchmark must measure requests that are allowed");
  return (EVALUATIONS / (performance.now() - startMs)) * 1000;
}

const perSecond = Math.round(median(Array.from({ length: ROUNDS }, evaluationsPerSecond)));
process.stdout.write(
  `a cross-account GetObject, two identity and two bucket statements: ${perSecond} evaluations/s\n${JSON.stringify({ bench: "policy", ok: true, figures: { evaluationsPerSecond: perSecond } })}\n`,
);
