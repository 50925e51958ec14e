import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonPolicy, type JsonStatement, statementsOf } from "../spec/policy-json.ts";
import { isFlagSet } from "../spec/public-access.ts";
import { forResourcePolicy } from "../support/arbitrary-statement.ts";
import { arbitraryAddition, arbitraryWorld, type JsonWorld } from "../support/arbitrary-world.ts";
import { outcomeOf, runs } from "./run-world.ts";

const DENY_ALL: JsonStatement = { Effect: "Deny", Action: "*", Resource: "*" };

function withStatements(
  policies: readonly JsonPolicy[],
  change: (statements: readonly JsonStatement[]) => readonly JsonStatement[],
): readonly JsonPolicy[] {
  return policies.map((policy) => ({ ...policy, Statement: change(statementsOf(policy)) }));
}

/** The world's policies of every layer changed, each in its place. */
function changed(
  world: JsonWorld,
  change: (policies: readonly JsonPolicy[]) => readonly JsonPolicy[],
): JsonWorld {
  const { session, serviceControl, resourceControl } = world;
  return {
    ...world,
    identity: change(world.identity),
    resource: change(world.resource),
    ...(session && { session: change(session) }),
    ...(serviceControl && { serviceControl: serviceControl.map(change) }),
    ...(resourceControl && { resourceControl: resourceControl.map(change) }),
  };
}

describe("statements", () => {
  it("deny whatever else allows", () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const { accessPoint } = world;
        const { caller } = world.request;
        fc.pre(caller.kind === "user" || caller.kind === "roleSession");
        const noOne: JsonStatement = { ...DENY_ALL, Principal: "*" };
        const forAll = forResourcePolicy(world.request, noOne);
        const denied: readonly Partial<JsonWorld>[] = [
          { identity: [...world.identity, { Statement: DENY_ALL }] },
          { resource: [...world.resource, { Statement: forAll }] },
          { boundary: { Statement: DENY_ALL } },
          { vpcEndpoint: { type: "gateway", policy: { Statement: noOne } } },
          ...(caller.kind === "roleSession" ? [{ session: [{ Statement: DENY_ALL }] }] : []),
          ...(accessPoint
            ? [{ accessPoint: { ...accessPoint, policy: { Statement: noOne } } }]
            : []),
        ];
        const outcomes = denied.map((change) => outcomeOf({ ...world, ...change }));
        expect(new Set(outcomes)).toEqual(new Set(["explicitDeny"]));
      }),
      runs(0.1),
    );
  }, 300_000);

  it("of a key's policy deny what S3 would allow", () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const { keys = [] } = world;
        fc.pre(keys.length > 0 && outcomeOf(world) === "allowed");
        const denied = keys.map((key) => ({
          ...key,
          policy: [...key.policy, { Statement: { ...DENY_ALL, Principal: "*" as const } }],
        }));
        expect(outcomeOf({ ...world, keys: denied })).toBe("explicitDeny");
      }),
      { ...runs(0.001), maxSkipsPerRun: 5_000 },
    );
  }, 300_000);

  it("of organizations deny whom they bind", () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const { caller, resourceAccount, action } = world.request;
        fc.pre(caller.kind === "user" && !["iam:GetRole", "kms:RetireGrant"].includes(action));
        const { managementAccounts, ...member } = world;
        const management = managementAccounts ?? [];
        const ofCaller = [[{ Statement: DENY_ALL }]];
        const ofResource = [[{ Statement: { ...DENY_ALL, Principal: "*" as const } }]];
        expect(outcomeOf({ ...member, serviceControl: ofCaller })).toBe("explicitDeny");
        expect(outcomeOf({ ...member, resourceControl: ofResource })).toBe("explicitDeny");
        const bare = { ...world, serviceControl: [], resourceControl: [] };
        const free = [caller.account, resourceAccount].every((id) => management.includes(id));
        const bound = { ...bare, serviceControl: ofCaller, resourceControl: ofResource };
        expect(outcomeOf(bound)).toBe(free ? outcomeOf(bare) : "explicitDeny");
      }),
      runs(0.1),
    );
  }, 300_000);

  it("mean the same in another order, and twice", () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const shuffled = (policies: readonly JsonPolicy[]): readonly JsonPolicy[] =>
          withStatements(policies, (list) => [...list.toReversed(), ...list]).toReversed();
        expect(outcomeOf(changed(world, shuffled))).toBe(outcomeOf(world));
      }),
      runs(0.1),
    );
  }, 300_000);

  it("take nothing away when they allow", () => {
    fc.assert(
      fc.property(arbitraryAddition, ([world, statement]) => {
        const before = outcomeOf(world);
        const allow = { ...statement };
        delete allow.Principal;
        const identity = [...world.identity, { Version: "2012-10-17", Statement: allow }];
        const Statement = forResourcePolicy(world.request, statement);
        const inResource = { Version: "2012-10-17", Statement };
        const resource = [...world.resource, inResource];
        const session = [...(world.session ?? []), ...identity];
        const others = world.session === undefined ? {} : { session };
        const added: readonly Partial<JsonWorld>[] = [
          { identity },
          others,
          // What makes a policy public has everyone outside denied (R82).
          ...(isFlagSet(world, "RestrictPublicBuckets") ? [] : [{ resource }]),
        ];
        fc.pre(before === "allowed");
        const outcomes = added.map((change) => outcomeOf({ ...world, ...change }));
        expect(new Set(outcomes)).toEqual(new Set(["allowed"]));
      }),
      runs(0.1),
    );
  }, 300_000);

  it("lift no denial when they allow", () => {
    fc.assert(
      fc.property(arbitraryAddition, ([world, statement]) => {
        // What makes a policy public has everyone outside denied (R82).
        fc.pre(!isFlagSet(world, "RestrictPublicBuckets"));
        const Statement = forResourcePolicy(world.request, statement);
        const resource = [...world.resource, { Statement }];
        const isDenied = outcomeOf(world) === "explicitDeny";
        expect(outcomeOf({ ...world, resource }) === "explicitDeny").toBe(isDenied);
      }),
      runs(0.1),
    );
  }, 300_000);
});
