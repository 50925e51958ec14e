import type { JsonGrant, JsonKeyUse, JsonPolicy, KnownRequest } from "../spec/policy-json.ts";
import { lineageOf } from "../spec/principals.ts";
import { ACCOUNTS, CALLERS, keyArnOf } from "./arbitrary-request.ts";
import { type Choices, isHit, listOf, pick } from "./choices.ts";

const GRANTEES = CALLERS.flatMap(lineageOf).filter((name) => name.startsWith("arn:"));
const OPERATIONS = [
  ["Decrypt", "GenerateDataKey"],
  ["Decrypt"],
  ["GenerateDataKey", "DescribeKey", "RetireGrant"],
  ["ScheduleKeyDeletion", "DescribeKey"],
];
const PAIRS: readonly Readonly<Record<string, string>>[] = [
  { a: "1" },
  { a: "1", b: "2" },
  { "aws:s3:arn": "arn:aws:s3:::b1" },
  { "aws:s3:arn": "arn:aws:s3:::b1/a" },
  {},
];

/** A grant, mostly to the caller, its role or its account. */
function buildGrant(choices: Choices, { caller }: KnownRequest): JsonGrant {
  const own = lineageOf(caller).map((name) =>
    /^\d+$/.test(name) ? `arn:aws:iam::${name}:root` : name,
  );
  const grantee = (): string => pick(choices, [...own, ...own, ...GRANTEES].slice(0, 12));
  return {
    granteePrincipal: grantee(),
    operations: pick(choices, OPERATIONS),
    ...(isHit(choices, 1, 3) && { retiringPrincipal: grantee() }),
    ...(isHit(choices, 1, 4) && { encryptionContextEquals: pick(choices, PAIRS) }),
    ...(isHit(choices, 1, 4) && { encryptionContextSubset: pick(choices, PAIRS) }),
  };
}

/** Up to two grants, mostly none. */
export function buildGrants(choices: Choices, request: KnownRequest): readonly JsonGrant[] {
  if (!isHit(choices, 1, 3)) return [];
  return listOf(choices, [1, 2], (from) => buildGrant(from, request));
}

/** What S3 would ask of KMS, as far as policies name it. */
export function keyRequest(
  request: KnownRequest,
  { arn, purpose }: Pick<JsonKeyUse, "arn" | "purpose">,
): KnownRequest {
  const action = purpose === "read" ? "kms:Decrypt" : "kms:GenerateDataKey";
  return { ...request, action, resource: arn };
}

const ADDED = [{ a: "1" }, { a: "2", b: "2" }];

/** A key that an S3 request needs, without its policy. */
export function buildKeyUse(
  choices: Choices,
  { action }: KnownRequest,
): Omit<JsonKeyUse, "policy"> {
  const purpose =
    action === "s3:GetObject" ? "read" : pick(choices, ["write", "multipartWrite"] as const);
  return {
    arn: keyArnOf(pick(choices, ACCOUNTS)),
    purpose,
    bucketKey: isHit(choices, 1, 2),
    ...(isHit(choices, 1, 4) && { encryptionContext: pick(choices, ADDED) }),
    grants: [],
  };
}

/** The policy of a key that is made without one. */
export function defaultPolicy(account: string): JsonPolicy {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal, Action: "kms:*", Resource: "*" },
  };
}
