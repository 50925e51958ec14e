import type { AccountCaller, Caller } from "../../src/policy/index.ts";
import type { JsonPrincipal, JsonStatement, KnownRequest } from "../spec/policy-json.ts";
import { lineageOf } from "../spec/principals.ts";
import { buildCondition } from "./arbitrary-condition.ts";
import { ACCOUNTS, CALLERS, CANONICAL_IDS } from "./arbitrary-request.ts";
import { type Choices, isHit, oneOrMore, pick, someOf } from "./choices.ts";

function times<T>(count: number, value: T): readonly T[] {
  return new Array<T>(count).fill(value);
}

// Stand for the request's own, so that most statements come near to matching.
const SELF = "@self";
const ROLE = "@role";
const ACCOUNT = "@account";
const OWN = "@own";

const ACTIONS = [
  ...times(5, OWN),
  "*",
  "s3:*",
  "s3:*",
  "s3:GetObject",
  "S3:getobject",
  "s3:Get*",
  "s3:?etObject",
  "s3:*Object",
  "s3:PutObject",
  "s3:List*",
  "s3:*BucketPolicy",
  "kms:*",
  "kms:GenerateDataKey*",
  "s3:*Acl",
  "sts:*",
  "sts:Assume*",
];

const BUCKETS = ["b1", "b1", "b2", "b?", "*", "b*"];
const KEYS = ["*", "*", "a", "a*", "?", "alice/*", "*/a", "a?b", "A*", "a${*}", "${$}*"];
const VARIABLE_KEYS = [
  "${aws:username}/*",
  "${aws:username, 'a'}*",
  "${aws:PrincipalTag/team}*",
  "${aws:TagKeys}*",
  "${aws:userid}",
  "*${?}*",
];
const RESOURCES = [
  ...times(25, "*"),
  ...times(35, OWN),
  "arn:aws:s3:::*",
  "arn:*:s3:::b1/*",
  "arn:aws:s3:*:*:b1*",
  "arn:aws:s3:::b1",
  "arn:aws:s3:::b2",
  ...BUCKETS.flatMap((bucket) => KEYS.map((key) => `arn:aws:s3:::${bucket}/${key}`)),
  ...VARIABLE_KEYS.flatMap((key) => [`arn:aws:s3:::b1/${key}`, `arn:aws:s3:::*/${key}`]),
];

const NAMES: readonly string[] = [
  ...times(4, "*"),
  ...[SELF, ROLE, ACCOUNT].flatMap((name) => times(10, name)),
  ...ACCOUNTS,
  ...ACCOUNTS.map((account) => `arn:aws:iam::${account}:root`),
  ...CALLERS.flatMap(lineageOf),
  "arn:aws-cn:iam::111111111111:root",
  "AIDAICEEXAMPLE",
  "AROAREADEXAMPLE",
  // The role that a session's ARN seems to name, without its path.
  "arn:aws:iam::111111111111:role/AWSReservedSSO_Admin_0123456789abcdef",
];

/** One value or several, those that stand for the request's own replaced. */
function named(
  choices: Choices,
  values: readonly string[],
  own: Readonly<Record<string, string>>,
): string | readonly string[] {
  const chosen = oneOrMore(choices, values);
  const replaced = (value: string): string => own[value] ?? value;
  return typeof chosen === "string" ? replaced(chosen) : chosen.map(replaced);
}

const OTHER_PRINCIPALS: readonly JsonPrincipal[] = [
  { Service: "s3.amazonaws.com" },
  { Federated: "accounts.google.com" },
  { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
  { CanonicalUser: Object.values(CANONICAL_IDS) },
  { AWS: "111111111111", Service: ["s3.amazonaws.com"] },
];

type OutsideCaller = Exclude<Caller, AccountCaller>;

/** How policies name callers of no account. */
function nameOutside(caller: OutsideCaller): JsonPrincipal {
  switch (caller.kind) {
    case "anonymous":
      return "*";
    case "service":
      return { Service: [caller.name, "s3.amazonaws.com"] };
    case "webIdentity":
    case "saml":
      return { Federated: caller.provider };
    case "originAccessIdentity":
      return { AWS: caller.arn };
  }
}

function principalOf(choices: Choices, { caller }: KnownRequest): JsonPrincipal {
  const kind = choices.below(9);
  if (kind < 2) return "*";
  if (kind === 8) return pick(choices, OTHER_PRINCIPALS);
  if (kind > 2 && !("account" in caller)) return nameOutside(caller);
  const lineage = lineageOf(caller);
  const [account = "*", role = "*"] = lineage;
  const own = { [SELF]: lineage.at(-1) ?? "*", [ROLE]: role, [ACCOUNT]: account };
  return { AWS: named(choices, NAMES, own) };
}

const KNOWN_CALLERS: readonly Caller[] = CALLERS.filter((caller) => lineageOf(caller).length > 0);

/** Whole lineages and lineages with a name missing, for `NotPrincipal`. */
function exemption(choices: Choices): JsonPrincipal {
  const lineage = lineageOf(pick(choices, KNOWN_CALLERS));
  return { AWS: isHit(choices, 1, 2) ? someOf(choices, lineage) : lineage };
}

type Body = Omit<JsonStatement, "Effect">;

function bodyOf(choices: Choices, { action, resource }: KnownRequest): Body {
  const actions = named(choices, ACTIONS, { [OWN]: action });
  const resources = named(choices, RESOURCES, { [OWN]: resource });
  return {
    ...(isHit(choices, 1, 10) ? { NotAction: actions } : { Action: actions }),
    ...(isHit(choices, 1, 10) ? { NotResource: resources } : { Resource: resources }),
    ...(isHit(choices, 1, 2) && { Condition: buildCondition(choices) }),
  };
}

function effectOf(choices: Choices): "Allow" | "Deny" {
  return pick(choices, ["Allow", "Allow", "Allow", "Deny"]);
}

/** Builds a statement about a request. */
export type StatementBuild = (choices: Choices, request: KnownRequest) => JsonStatement;

/** A statement of a policy that names no principals. */
export const buildIdentityStatement: StatementBuild = (choices, request) => ({
  Effect: effectOf(choices),
  ...bodyOf(choices, request),
});

/** A statement of a policy that names principals. */
export const buildResourceStatement: StatementBuild = (choices, request) => {
  if (isHit(choices, 2, 11)) {
    const Effect = pick(choices, ["Deny", "Deny", "Deny", "Allow"] as const);
    return { Effect, NotPrincipal: exemption(choices), ...bodyOf(choices, request) };
  }
  const Effect = effectOf(choices);
  return { Effect, Principal: principalOf(choices, request), ...bodyOf(choices, request) };
};

/** A `Deny` for everyone, as resource control policies have them. */
export const buildDenyForAll: StatementBuild = (choices, request) => ({
  Effect: "Deny",
  Principal: "*",
  ...bodyOf(choices, request),
});

/** An `Allow` with a principal. */
export const buildAllow: StatementBuild = (choices, request) => ({
  Effect: "Allow",
  Principal: principalOf(choices, request),
  ...bodyOf(choices, request),
});

/** Whether the resource policy is a role's trust policy. */
export function isAboutTrust({ action }: KnownRequest): boolean {
  return action.startsWith("sts:AssumeRole");
}

/** The statement as the request's resource policy takes it: a trust policy names no resource. */
export function forResourcePolicy(
  request: KnownRequest,
  { Resource, NotResource, ...rest }: JsonStatement,
): JsonStatement {
  if (isAboutTrust(request)) return rest;
  return {
    ...rest,
    ...(Resource !== undefined && { Resource }),
    ...(NotResource !== undefined && { NotResource }),
  };
}
