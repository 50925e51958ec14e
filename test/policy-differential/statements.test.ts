import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonPolicy, type JsonStatement, statementsOf } from "../spec/policy-json.ts";
import { arbitraryAddition, arbitraryWorld } from "../support/arbitrary-world.ts";
import { outcomeOf, runs } from "./run-world.ts";

const DENY_ALL: JsonStatement = { Effect: "Deny", Action: "*", Resource: "*" };

function withStatements(
  policies: readonly JsonPolicy[],
  change: (statements: readonly JsonStatement[]) => readonly JsonStatement[],
): readonly JsonPolicy[] {
  return policies.map((policy) => ({ ...policy, Statement: change(statementsOf(policy)) }));
}

describe("statements", () => {
  it("deny whatever else allows", () => {
    fc.assert(
      fc.property(arbitraryWorld, ({ request, identity, resource }) => {
        fc.pre(request.caller.kind === "user" || request.caller.kind === "roleSession");
        const inIdentity = [...identity, { Statement: DENY_ALL }];
        const inResource = [...resource, { Statement: { ...DENY_ALL, Principal: "*" as const } }];
        expect(outcomeOf({ request, identity: inIdentity, resource })).toBe("explicitDeny");
        expect(outcomeOf({ request, identity, resource: inResource })).toBe("explicitDeny");
      }),
      runs(0.1),
    );
  }, 300_000);

  it("mean the same in another order, and twice", () => {
    fc.assert(
      fc.property(arbitraryWorld, ({ request, identity, resource }) => {
        const shuffled = (policies: readonly JsonPolicy[]): readonly JsonPolicy[] =>
          withStatements(policies, (list) => [...list.toReversed(), ...list]).toReversed();
        const given = outcomeOf({ request, identity, resource });
        const other = { request, identity: shuffled(identity), resource: shuffled(resource) };
        expect(outcomeOf(other)).toBe(given);
      }),
      runs(0.1),
    );
  }, 300_000);

  it("take nothing away when they allow", () => {
    const rank = { implicitDeny: 0, unknown: 0, allowed: 1, explicitDeny: 2 } as const;
    fc.assert(
      fc.property(arbitraryAddition, ([world, { Principal = "*", ...allow }]) => {
        const before = rank[outcomeOf(world)];
        const identity = [...world.identity, { Version: "2012-10-17", Statement: allow }];
        const inResource = { Version: "2012-10-17", Statement: { ...allow, Principal } };
        const resource = [...world.resource, inResource];
        expect(rank[outcomeOf({ ...world, identity })]).toBeGreaterThanOrEqual(before);
        expect(rank[outcomeOf({ ...world, resource })]).toBeGreaterThanOrEqual(before);
      }),
      runs(0.1),
    );
  }, 300_000);

  it("lift no denial when they allow", () => {
    fc.assert(
      fc.property(arbitraryAddition, ([world, { Principal = "*", ...allow }]) => {
        const resource = [...world.resource, { Statement: { ...allow, Principal } }];
        const isDenied = outcomeOf(world) === "explicitDeny";
        expect(outcomeOf({ ...world, resource }) === "explicitDeny").toBe(isDenied);
      }),
      runs(0.1),
    );
  }, 300_000);
});
