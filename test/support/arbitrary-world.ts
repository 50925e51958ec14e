import type fc from "fast-check";
import {
  type JsonAccessPoint,
  type JsonKeyUse,
  type JsonLayers,
  type JsonPolicy,
  type JsonStatement,
  type KnownRequest,
  statementsOf,
} from "../spec/policy-json.ts";
import { hasOwnPolicies } from "../spec/principals.ts";
import { arbitraryFrom } from "./arbitrary-from-choices.ts";
import { buildGrants, buildKeyUse, defaultPolicy, keyRequest } from "./arbitrary-key.ts";
import { ACCOUNTS, buildRequest, CANONICAL_IDS } from "./arbitrary-request.ts";
import { buildBrought, buildSettings } from "./arbitrary-settings.ts";
import {
  buildAllow,
  buildDenyForAll,
  buildIdentityStatement,
  buildResourceStatement,
  forResourcePolicy,
  type StatementBuild,
} from "./arbitrary-statement.ts";
import { type Choices, isHit, listOf, pick, someOf } from "./choices.ts";

/** A request and the policies that bear on it, as plain JSON. */
export interface JsonWorld extends JsonLayers {
  readonly request: KnownRequest;
}

/** Builds policies about one request, and what it makes S3 ask of KMS. */
interface Maker {
  readonly choices: Choices;
  readonly request: KnownRequest;
  readonly calls: readonly KnownRequest[];
}

/** The maker of policies of one resource. */
function about({ choices }: Maker, request: KnownRequest): Maker {
  return { choices, request, calls: [] };
}

const VERSIONS = [
  { Version: "2012-10-17" },
  { Version: "2012-10-17" },
  { Version: "2008-10-17" },
  {},
];

function statementOf({ choices, request, calls }: Maker, build: StatementBuild): JsonStatement {
  return build(choices, calls.length === 0 ? request : pick(choices, [request, ...calls]));
}

function policyOf(maker: Maker, statement: StatementBuild): JsonPolicy {
  const { choices } = maker;
  const one = (): JsonStatement => statementOf(maker, statement);
  const head = pick(choices, VERSIONS);
  return { ...head, Statement: isHit(choices, 1, 2) ? listOf(choices, [1, 3], one) : one() };
}

// One object each, so that whoever reads them need not read them again.
const FULL: JsonStatement = { Effect: "Allow", Action: "*", Resource: "*" };
const FULL_FOR_ALL: JsonStatement = { ...FULL, Principal: "*" };
const FULL_ACCESS: JsonPolicy = { Version: "2012-10-17", Statement: FULL };
const FULL_ACCESS_FOR_ALL: JsonPolicy = { Version: "2012-10-17", Statement: FULL_FOR_ALL };

/** What limits should leave something over: mostly everything is allowed, with a statement besides. */
function limitOf(maker: Maker, statement: StatementBuild, full: JsonPolicy): JsonPolicy {
  const kind = maker.choices.below(8);
  if (kind < 4) return full;
  if (kind === 7) return policyOf(maker, statement);
  const everything = full === FULL_ACCESS ? FULL : FULL_FOR_ALL;
  return { ...full, Statement: [everything, statementOf(maker, statement)] };
}

function levelsOf(
  { choices }: Maker,
  policy: () => JsonPolicy,
): readonly (readonly JsonPolicy[])[] {
  return listOf(choices, [1, 3], () => listOf(choices, [1, 2], policy));
}

function limitsOf(maker: Maker): Omit<JsonLayers, "identity" | "resource"> {
  const { choices } = maker;
  const isThere = (): boolean => isHit(choices, 1, 4);
  const limit = (): JsonPolicy => limitOf(maker, buildIdentityStatement, FULL_ACCESS);
  const denial = (): JsonPolicy => limitOf(maker, buildDenyForAll, FULL_ACCESS_FOR_ALL);
  return {
    ...(isThere() && { boundary: limit() }),
    ...(isThere() && { session: listOf(choices, [1, 2], limit) }),
    ...(isThere() && { serviceControl: levelsOf(maker, limit) }),
    ...(isThere() && { resourceControl: levelsOf(maker, denial) }),
    ...(isThere() && {
      vpcEndpoint: {
        type: pick(choices, ["gateway", "interface"] as const),
        policy: limitOf(maker, buildResourceStatement, FULL_ACCESS_FOR_ALL),
      },
    }),
    ...(isThere() && { managementAccounts: someOf(choices, ACCOUNTS) }),
  };
}

function identityOf(maker: Maker): readonly JsonPolicy[] {
  const { choices, request } = maker;
  if (!hasOwnPolicies(request.caller) || isHit(choices, 1, 10)) return [];
  const own = listOf(choices, [1, 2], () => policyOf(maker, buildIdentityStatement));
  return isHit(choices, 1, 4) ? [FULL_ACCESS, ...own] : own;
}

function resourceOf(maker: Maker): readonly JsonPolicy[] {
  const { choices, request } = maker;
  if (isHit(choices, 1, 10)) return [];
  if (request.action.startsWith("kms:") && isHit(choices, 1, 4)) {
    return [defaultPolicy(request.resourceAccount)];
  }
  const policy = policyOf(maker, (from, asked) =>
    forResourcePolicy(asked, buildResourceStatement(from, asked)),
  );
  const open = forResourcePolicy(request, FULL_FOR_ALL);
  return isHit(choices, 1, 3)
    ? [{ ...policy, Statement: [open, ...statementsOf(policy)] }]
    : [policy];
}

function keyOf(maker: Maker, use: Omit<JsonKeyUse, "policy">): JsonKeyUse {
  const { choices, request } = maker;
  const onKey = about(maker, keyRequest(request, use));
  const denial = (): JsonPolicy => limitOf(onKey, buildDenyForAll, FULL_ACCESS_FOR_ALL);
  return {
    ...use,
    policy: [keyPolicyOf(onKey, use.arn.split(":")[4] ?? "")],
    grants: buildGrants(choices, request),
    ...(isHit(choices, 1, 6) && { resourceControl: levelsOf(maker, denial) }),
  };
}

function keyPolicyOf(maker: Maker, account: string): JsonPolicy {
  const kind = maker.choices.below(6);
  if (kind < 2) return defaultPolicy(account);
  return kind === 2 ? FULL_ACCESS_FOR_ALL : policyOf(maker, buildResourceStatement);
}

function keysOf(choices: Choices, request: KnownRequest): readonly Omit<JsonKeyUse, "policy">[] {
  const isNeeded = ["s3:GetObject", "s3:PutObject"].includes(request.action);
  if (!isNeeded || !isHit(choices, 1, 4)) return [];
  return listOf(choices, [1, 2], (from) => buildKeyUse(from, request));
}

function accessPointOf(maker: Maker, arn: string, bucket: string): JsonAccessPoint {
  const { choices } = maker;
  return {
    arn,
    bucket,
    ...(isHit(choices, 3, 4) && {
      policy: limitOf(maker, buildResourceStatement, FULL_ACCESS_FOR_ALL),
    }),
    ...(isHit(choices, 1, 4) && { vpc: "vpc-1" }),
  };
}

/** The request as it is made to an access point of the bucket. */
function throughPoint(request: KnownRequest, arn: string): KnownRequest {
  const key = request.resource.replace(/^[^/]*/, "");
  return { ...request, resource: key === "" ? arn : `${arn}/object${key}` };
}

/** The parts that only S3 requests have. */
function s3PartsOf(maker: Maker, uses: readonly Omit<JsonKeyUse, "policy">[]): Partial<JsonLayers> {
  const { choices, request } = maker;
  const hasSettings = isHit(choices, 1, 3);
  const places = ["bucket", "account", "organization"];
  return {
    ...(uses.length > 0 && { keys: uses.map((use) => keyOf(maker, use)) }),
    ...(hasSettings && { settings: buildSettings(choices, request, places) }),
    ...(hasSettings && {
      brings: buildBrought(choices, request, () => policyOf(maker, buildResourceStatement)),
    }),
  };
}

/** A request with up to two identity policies, where the caller can have any, a resource policy and limits. */
export function buildWorld(choices: Choices): JsonWorld {
  const atBucket = buildRequest(choices);
  const isS3 = atBucket.action.startsWith("s3:");
  const uses = keysOf(choices, atBucket);
  const calls = uses.map((use) => keyRequest(atBucket, use));
  const arn = `arn:aws:s3:us-east-1:${pick(choices, ACCOUNTS)}:accesspoint/ap`;
  const isThroughPoint = isS3 && isHit(choices, 1, 8);
  const request = isThroughPoint ? throughPoint(atBucket, arn) : atBucket;
  const maker: Maker = { choices, request, calls };
  const bucket = atBucket.resource.split(/[:/]/)[5] ?? "";
  return {
    request,
    canonicalIds: CANONICAL_IDS,
    identity: identityOf(maker),
    resource: resourceOf(about(maker, atBucket)),
    ...limitsOf(maker),
    ...(isS3 && s3PartsOf({ ...maker, request: atBucket }, uses)),
    ...(isThroughPoint && { accessPoint: accessPointOf(about(maker, request), arn, bucket) }),
    ...(atBucket.action.startsWith("kms:") && { grants: buildGrants(choices, request) }),
  };
}

/** A world, for properties. */
export const arbitraryWorld: fc.Arbitrary<JsonWorld> = arbitraryFrom(buildWorld);

/** A world and an `Allow` to add to its resource policy, or without principal to others. */
export const arbitraryAddition: fc.Arbitrary<readonly [JsonWorld, JsonStatement]> = arbitraryFrom(
  (choices) => {
    const world = buildWorld(choices);
    return [world, buildAllow(choices, world.request)];
  },
);

/** The world without what only a request for one key has: an access point, an object, what it brings. */
export function forAnyKey(world: JsonWorld): JsonWorld {
  const { request, identity, resource, settings, ...others } = world;
  const kept = Object.entries(others).filter(([name]) => !["accessPoint", "brings"].includes(name));
  const { publicAccessBlock, requesterPays } = settings ?? {};
  return {
    request,
    identity,
    resource,
    ...Object.fromEntries(kept),
    settings: {
      ...(publicAccessBlock && { publicAccessBlock }),
      ...(requesterPays !== undefined && { requesterPays }),
    },
  };
}
