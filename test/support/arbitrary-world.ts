import fc from "fast-check";
import type { Caller } from "../../src/policy/index.ts";
import type {
  JsonLayers,
  JsonPolicy,
  JsonPrincipal,
  JsonStatement,
  KnownRequest,
} from "../spec/policy-json.ts";
import { statementsOf } from "../spec/policy-json.ts";
import { lineageOf } from "../spec/principals.ts";
import { arbitraryCondition } from "./arbitrary-condition.ts";
import { ACCOUNTS, arbitraryRequest, CALLERS } from "./arbitrary-request.ts";

/** A request and the policies that bear on it, as plain JSON. */
export interface JsonWorld extends JsonLayers {
  readonly request: KnownRequest;
}

function oneOrMore(values: readonly string[]): fc.Arbitrary<string | string[]> {
  const one = fc.constantFrom(...values);
  return fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
}

// Names that stand for the request's own, so that most statements come near to matching.
const SELF = "@self";
const ROLE = "@role";
const ACCOUNT = "@account";
const RESOURCE = "@resource";
const ACTION = "@action";

function resolveNames<T>(value: T, { caller, action, resource }: KnownRequest): T {
  const [account = "*", role = "*"] = lineageOf(caller);
  const self = lineageOf(caller).at(-1) ?? "*";
  const names = new Map([
    [SELF, self],
    [ROLE, role],
    [ACCOUNT, account],
    [RESOURCE, resource],
    [ACTION, action],
  ]);
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === "string" ? (names.get(item) ?? item) : item,
  ) as T;
}

const actions = oneOrMore([
  ...Array<string>(5).fill(ACTION),
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
  "sts:*",
  "sts:Assume*",
]);

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
const resources = oneOrMore([
  ...Array<string>(25).fill("*"),
  ...Array<string>(35).fill(RESOURCE),
  "arn:aws:s3:::*",
  "arn:*:s3:::b1/*",
  "arn:aws:s3:*:*:b1*",
  "arn:aws:s3:::b1",
  "arn:aws:s3:::b2",
  ...BUCKETS.flatMap((bucket) => KEYS.map((key) => `arn:aws:s3:::${bucket}/${key}`)),
  ...VARIABLE_KEYS.flatMap((key) => [`arn:aws:s3:::b1/${key}`, `arn:aws:s3:::*/${key}`]),
]);

const NAMES: readonly string[] = [
  ...ACCOUNTS,
  ...ACCOUNTS.map((account) => `arn:aws:iam::${account}:root`),
  ...CALLERS.flatMap(lineageOf),
  ...Array<string>(4).fill("*"),
  ...[SELF, ROLE, ACCOUNT].flatMap((name) => Array<string>(10).fill(name)),
  "arn:aws-cn:iam::111111111111:root",
  "AIDAICEEXAMPLE",
  "AROAREADEXAMPLE",
  // The role that a session's ARN seems to name, without its path.
  "arn:aws:iam::111111111111:role/AWSReservedSSO_Admin_0123456789abcdef",
];
const principals: fc.Arbitrary<JsonPrincipal> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<JsonPrincipal>("*") },
  { weight: 6, arbitrary: oneOrMore(NAMES).map((names) => ({ AWS: names })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JsonPrincipal>(
      { Service: "s3.amazonaws.com" },
      { Federated: "accounts.google.com" },
      { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
      { AWS: "111111111111", Service: ["s3.amazonaws.com"] },
    ),
  },
);

/** Whole lineages and lineages with a name missing, for `NotPrincipal`. */
const exemptions: fc.Arbitrary<JsonPrincipal> = fc
  .constantFrom<Caller>(...CALLERS.filter(({ kind }) => kind !== "anonymous"))
  .chain((caller) => {
    const names = [...lineageOf(caller)];
    return fc.oneof(fc.constant(names), fc.subarray(names, { minLength: 1 }));
  })
  .map((names) => ({ AWS: names }));

const body: fc.Arbitrary<Omit<JsonStatement, "Effect">> = fc
  .record({
    action: actions,
    resource: resources,
    notAction: fc.nat(9),
    notResource: fc.nat(9),
    condition: fc.option(arbitraryCondition, { freq: 2 }),
  })
  .map(({ action, resource, notAction, notResource, condition }) => ({
    ...(notAction === 0 ? { NotAction: action } : { Action: action }),
    ...(notResource === 0 ? { NotResource: resource } : { Resource: resource }),
    ...(condition === null ? {} : { Condition: condition }),
  }));

const effect = fc.constantFrom<("Allow" | "Deny")[]>("Allow", "Allow", "Allow", "Deny");
const notPrincipalEffect = fc.constantFrom<("Allow" | "Deny")[]>("Deny", "Deny", "Deny", "Allow");
const identityStatement: fc.Arbitrary<JsonStatement> = fc
  .tuple(effect, body)
  .map(([Effect, rest]) => ({ Effect, ...rest }));
const resourceStatement: fc.Arbitrary<JsonStatement> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(effect, principals, body)
      .map(([Effect, Principal, rest]) => ({ Effect, Principal, ...rest })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(notPrincipalEffect, exemptions, body)
      .map(([Effect, NotPrincipal, rest]) => ({ Effect, NotPrincipal, ...rest })),
  },
);

function policyOf(statement: fc.Arbitrary<JsonStatement>): fc.Arbitrary<JsonPolicy> {
  const version = fc.constantFrom(
    { Version: "2012-10-17" },
    { Version: "2012-10-17" },
    { Version: "2008-10-17" },
    {},
  );
  return fc
    .tuple(version, fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 3 })))
    .map(([head, Statement]) => ({ ...head, Statement }));
}

/** What limits should leave something over: mostly everything is allowed, with a statement besides. */
function limitOf(
  statement: fc.Arbitrary<JsonStatement>,
  everything: JsonStatement,
): fc.Arbitrary<JsonPolicy> {
  const besides = statement.map((one) => ({ Version: "2012-10-17", Statement: [everything, one] }));
  const alone: JsonPolicy = { Version: "2012-10-17", Statement: everything };
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(alone) },
    { weight: 3, arbitrary: besides },
    { weight: 1, arbitrary: policyOf(statement) },
  );
}

const FULL: JsonStatement = { Effect: "Allow", Action: "*", Resource: "*" };
const FULL_FOR_ALL: JsonStatement = { ...FULL, Principal: "*" };
const limit = limitOf(identityStatement, FULL);
const denyForAll: fc.Arbitrary<JsonStatement> = body.map((rest) => ({
  Effect: "Deny",
  Principal: "*",
  ...rest,
}));

function levels(
  policy: fc.Arbitrary<JsonPolicy>,
): fc.Arbitrary<readonly (readonly JsonPolicy[])[]> {
  return fc.array(fc.array(policy, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
}

function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const limits = fc
  .record({
    boundary: sometimes(limit),
    session: sometimes(fc.array(limit, { minLength: 1, maxLength: 2 })),
    serviceControl: sometimes(levels(limit)),
    resourceControl: sometimes(levels(limitOf(denyForAll, FULL_FOR_ALL))),
    vpcEndpoint: sometimes(
      fc.record({
        type: fc.constantFrom<("gateway" | "interface")[]>("gateway", "interface"),
        policy: limitOf(resourceStatement, FULL_FOR_ALL),
      }),
    ),
    managementAccounts: sometimes(fc.subarray([...ACCOUNTS], { minLength: 1 })),
  })
  .map(withoutUndefined);

function withoutUndefined(
  layers: Readonly<Record<string, unknown>>,
): Omit<JsonLayers, "identity" | "resource"> {
  return Object.fromEntries(Object.entries(layers).filter(([, layer]) => layer !== undefined));
}

/** A request with up to two identity policies, where the caller can have any, a resource policy and limits. */
export const arbitraryWorld: fc.Arbitrary<JsonWorld> = fc
  .record({
    request: arbitraryRequest,
    limits,
    identity: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      {
        weight: 9,
        arbitrary: fc.array(policyOf(identityStatement), { minLength: 1, maxLength: 2 }),
      },
    ),
    resource: fc.oneof(
      { weight: 1, arbitrary: fc.constant<JsonPolicy[]>([]) },
      { weight: 9, arbitrary: policyOf(resourceStatement).map((policy) => [policy]) },
    ),
  })
  .map(({ request, limits: others, identity, resource }) => {
    const hasPolicies = request.caller.kind === "user" || request.caller.kind === "roleSession";
    const layers: JsonLayers = {
      ...others,
      identity: hasPolicies ? identity : [],
      resource: resource.map((policy) => forResource(request, policy)),
    };
    return { request, ...resolveNames(layers, request) };
  });

/** Whether the resource policy is a role's trust policy. */
export function isAboutTrust({ action }: KnownRequest): boolean {
  return action === "sts:AssumeRole";
}

function forResource(request: KnownRequest, policy: JsonPolicy): JsonPolicy {
  const Statement = statementsOf(policy).map((one) => forResourcePolicy(request, one));
  return { ...policy, Statement };
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

const allow: fc.Arbitrary<JsonStatement> = fc
  .tuple(principals, body)
  .map(([Principal, rest]) => ({ Effect: "Allow", Principal, ...rest }));

/** A world and an `Allow` to add to its resource policy, or without principal to others. */
export const arbitraryAddition: fc.Arbitrary<readonly [JsonWorld, JsonStatement]> = fc
  .tuple(arbitraryWorld, allow)
  .map(([world, statement]) => [world, resolveNames(statement, world.request)]);
