import fc from "fast-check";
import type { AuthorizationRequest, ContextValue, PolicyLayers } from "../../src/policy/index.ts";
import { layersOf, requestOf as requestIn } from "../policy-differential/run-world.ts";
import { CALLERS, CONTEXT_VALUES } from "../support/arbitrary-request.ts";
import { arbitraryWorld, type JsonWorld } from "../support/arbitrary-world.ts";

/** A request that may leave things open, and policies of which some may not be read. */
export interface DoubtfulWorld {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
}

/** The layers that nobody may have been able to read. */
export const DOUBTFUL_LAYERS = [
  "identity",
  "resource",
  "boundary",
  "session",
  "serviceControl",
  "resourceControl",
  "vpcEndpoint",
  "grants",
  "keys",
  "ownership",
  "requesterPays",
] as const;

const ACTIONS = [
  "s3:getobject",
  "S3:PutObject",
  "s3:PutBucketPolicy",
  "sts:GetCallerIdentity",
  "sts:TagSession",
  "kms:Decrypt",
  "kms:RetireGrant",
  "iam:GetUser",
];

function rarely<T>(values: readonly T[], freq: number): fc.Arbitrary<T | undefined> {
  return fc.option(fc.constantFrom(...values), { freq, nil: undefined });
}

const change = fc.record({
  action: rarely(ACTIONS, 6),
  // Whoever has no policies of its own is handed some, which must not matter.
  caller: rarely(CALLERS, 8),
  resourceAccount: rarely(["unknown", "333333333333"], 8),
  cut: fc.option(fc.nat(30), { freq: 8, nil: undefined }),
  unknownKey: rarely([...Object.keys(CONTEXT_VALUES), "aws:username"], 5),
  unreadable: rarely(DOUBTFUL_LAYERS, 8),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function requestOf(
  world: JsonWorld,
  { action, caller, resourceAccount, cut, unknownKey }: Change,
): AuthorizationRequest {
  const request = requestIn(world);
  const context = new Map<string, ContextValue>(request.context);
  if (unknownKey !== undefined) context.set(unknownKey, "unknown");
  return {
    ...request,
    caller: caller ?? request.caller,
    action: action ?? request.action,
    resource: request.resource.slice(0, cut),
    anyKeyUnder: cut !== undefined,
    resourceAccount: resourceAccount ?? request.resourceAccount,
    context,
  };
}

/** Worlds of all layers with every kind of doubt, odd actions, and policies that bind nobody. */
export const arbitraryDoubt: fc.Arbitrary<DoubtfulWorld> = fc
  .tuple(arbitraryWorld, change)
  .map(([world, changes]) => {
    const { unreadable } = changes;
    const readable = layersOf(world);
    const layers =
      unreadable === undefined ? readable : { ...readable, [unreadable]: "unreadable" };
    return { request: requestOf(world, changes), layers };
  });
