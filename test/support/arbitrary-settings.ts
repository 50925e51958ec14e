import type {
  Flag,
  JsonBrought,
  JsonPolicy,
  JsonSettings,
  KnownRequest,
} from "../spec/policy-json.ts";
import { ACCOUNTS, CANONICAL_IDS } from "./arbitrary-request.ts";
import { type Choices, isHit, listOf, pick, someOf } from "./choices.ts";

const FLAGS: readonly Flag[] = [
  "RestrictPublicBuckets",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "BlockPublicAcls",
];

const GRANTEES = [
  ...ACCOUNTS,
  ...ACCOUNTS,
  "AllUsers",
  "AuthenticatedUsers",
  "LogDelivery",
  ...Object.values(CANONICAL_IDS),
  "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
];
const PERMISSIONS = ["FULL_CONTROL", "READ", "READ", "WRITE", "READ_ACP", "WRITE_ACP"];
const CANNED = [
  "private",
  "bucket-owner-full-control",
  "public-read",
  "authenticated-read",
  "public-read-write",
  "aws-exec-read",
  "bucket-owner-read",
  "log-delivery-write",
];

function buildAcl(choices: Choices): readonly string[] {
  return listOf(choices, [0, 3], (from) => `${pick(from, GRANTEES)} ${pick(from, PERMISSIONS)}`);
}

function ownershipOf(
  choices: Choices,
  { resource }: KnownRequest,
): Pick<JsonSettings, "ownership"> {
  const setting = pick(choices, [
    "ObjectWriter",
    "BucketOwnerPreferred",
    "BucketOwnerEnforced",
  ] as const);
  const hasObject = isHit(choices, 3, 4) && resource.includes("/");
  const owners = [...ACCOUNTS, ...ACCOUNTS, "333333333333", "anonymous"];
  const object = { owner: pick(choices, owners), acl: buildAcl(choices) };
  return { ownership: { setting, bucketAcl: buildAcl(choices), ...(hasObject && { object }) } };
}

/** What the bucket's settings say. */
export function buildSettings(
  choices: Choices,
  request: KnownRequest,
  places: readonly string[],
): JsonSettings {
  return {
    ...(isHit(choices, 1, 2) && {
      publicAccessBlock: { [pick(choices, places)]: someOf(choices, FLAGS) },
    }),
    ...(isHit(choices, 2, 3) && ownershipOf(choices, request)),
    ...(isHit(choices, 1, 5) && { requesterPays: true }),
  };
}

/** What the request brings for them: a policy only if it puts one, an ACL only if it may. */
export function buildBrought(
  choices: Choices,
  { action, resourceAccount }: KnownRequest,
  newPolicy: () => JsonPolicy,
): JsonBrought {
  const takesAcl = ["s3:PutObject", "s3:PutObjectAcl", "s3:PutBucketAcl"].includes(action);
  const acls = [pick(choices, CANNED), [`${resourceAccount} FULL_CONTROL`], buildAcl(choices)];
  return {
    ...(isHit(choices, 1, 3) && { acceptsCharges: true }),
    ...(isHit(choices, 1, 10) && { expectedBucketOwner: pick(choices, ACCOUNTS) }),
    ...(action === "s3:PutBucketPolicy" && { newPolicy: newPolicy() }),
    ...(takesAcl && isHit(choices, 1, 2) && { newAcl: pick(choices, acls) }),
  };
}
