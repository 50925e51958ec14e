import type fc from "fast-check";
import type { JsonLayers, JsonPolicy, JsonStatement, KnownRequest } from "../spec/policy-json.ts";
import { arbitraryFrom } from "./arbitrary-from-choices.ts";
import { ACCOUNTS, buildRequest } from "./arbitrary-request.ts";
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

/** Builds policies about one request. */
interface Maker {
  readonly choices: Choices;
  readonly request: KnownRequest;
}

const VERSIONS = [
  { Version: "2012-10-17" },
  { Version: "2012-10-17" },
  { Version: "2008-10-17" },
  {},
];

function policyOf({ choices, request }: Maker, statement: StatementBuild): JsonPolicy {
  const one = (): JsonStatement => statement(choices, request);
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
  return { ...full, Statement: [everything, statement(maker.choices, maker.request)] };
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
  const hasPolicies = request.caller.kind === "user" || request.caller.kind === "roleSession";
  if (!hasPolicies || isHit(choices, 1, 10)) return [];
  return listOf(choices, [1, 2], () => policyOf(maker, buildIdentityStatement));
}

function resourceOf(maker: Maker): readonly JsonPolicy[] {
  if (isHit(maker.choices, 1, 10)) return [];
  return [
    policyOf(maker, (choices, request) =>
      forResourcePolicy(request, buildResourceStatement(choices, request)),
    ),
  ];
}

/** A request with up to two identity policies, where the caller can have any, a resource policy and limits. */
export function buildWorld(choices: Choices): JsonWorld {
  const maker = { choices, request: buildRequest(choices) };
  return {
    request: maker.request,
    identity: identityOf(maker),
    resource: resourceOf(maker),
    ...limitsOf(maker),
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
