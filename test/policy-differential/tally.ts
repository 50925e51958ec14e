import { conditionHolds, conditionsOf } from "../spec/conditions.ts";
import { evaluate, type Verdict } from "../spec/evaluate.ts";
import {
  type JsonPolicy,
  type JsonStatement,
  type KnownRequest,
  statementsOf,
} from "../spec/policy-json.ts";
import type { JsonWorld } from "../support/arbitrary-world.ts";

type Relation = "same account" | "other account" | "anonymous";

type VerdictTally = Record<Relation, Record<Verdict, number>> & { decidedByCondition: number };

function relationOf({ caller, resourceAccount }: KnownRequest): Relation {
  if (!("account" in caller)) return "anonymous";
  return caller.account === resourceAccount ? "same account" : "other account";
}

/** Counts outcomes, and worlds whose outcome is another one when their conditions are left out. */
export function tallyVerdicts(worlds: readonly JsonWorld[]): VerdictTally {
  const none = (): Record<Verdict, number> => ({ allowed: 0, explicitDeny: 0, implicitDeny: 0 });
  const tally: VerdictTally = {
    "same account": none(),
    "other account": none(),
    anonymous: none(),
    decidedByCondition: 0,
  };
  for (const world of worlds) {
    const verdict = evaluate(world.request, world);
    tally[relationOf(world.request)][verdict]++;
    const bare = evaluate(world.request, {
      ...world,
      identity: world.identity.map(withoutConditions),
      resource: world.resource.map(withoutConditions),
    });
    if (bare !== verdict) tally.decidedByCondition++;
  }
  return tally;
}

/** The layers that only limit. */
export const LIMITS = [
  "boundary",
  "session",
  "serviceControl",
  "resourceControl",
  "vpcEndpoint",
  "managementAccounts",
] as const;

/** Counts worlds whose outcome is another one when a limit is left out. */
export function tallyLimits(
  worlds: readonly JsonWorld[],
): Readonly<Record<(typeof LIMITS)[number], number>> {
  const decidedBy = (limit: (typeof LIMITS)[number]): number =>
    worlds.filter((world) => {
      const { [limit]: left, ...rest } = world;
      return left !== undefined && evaluate(world.request, rest) !== evaluate(world.request, world);
    }).length;
  return {
    boundary: decidedBy("boundary"),
    session: decidedBy("session"),
    serviceControl: decidedBy("serviceControl"),
    resourceControl: decidedBy("resourceControl"),
    vpcEndpoint: decidedBy("vpcEndpoint"),
    managementAccounts: decidedBy("managementAccounts"),
  };
}

function withoutConditions(policy: JsonPolicy): JsonPolicy {
  const Statement = statementsOf(policy).map((s): JsonStatement => ({ ...s, Condition: {} }));
  return { ...policy, Statement };
}

interface ConditionTally {
  yes: number;
  no: number;
}

/** Counts how often conditions hold, by bare operator and by quantifier or `IfExists`. */
export function tallyConditions(worlds: readonly JsonWorld[]): ReadonlyMap<string, ConditionTally> {
  const tallies = new Map<string, ConditionTally>();
  const count = (name: string, holds: boolean): void => {
    const { yes, no } = tallies.get(name) ?? { yes: 0, no: 0 };
    tallies.set(name, holds ? { yes: yes + 1, no } : { yes, no: no + 1 });
  };
  for (const { request, identity, resource } of worlds) {
    for (const policy of [...identity, ...resource]) {
      const variables = policy.Version === "2012-10-17" ? request.context : undefined;
      for (const condition of statementsOf(policy).flatMap((s) => conditionsOf(s.Condition))) {
        const holds = conditionHolds(condition, request.context, variables);
        for (const name of namesOf(condition.operator)) count(name, holds);
      }
    }
  }
  return tallies;
}

/** `ForAnyValue:StringLikeIfExists` counts for `ForAnyValue`, `StringLike` and `IfExists`. */
function namesOf(operator: string): readonly string[] {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return [quantifier, name, ifExists].filter((part) => part !== undefined);
}
