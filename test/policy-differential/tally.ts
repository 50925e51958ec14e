import { conditionHolds, conditionsOf } from "../spec/conditions.ts";
import { evaluate, type Verdict } from "../spec/evaluate.ts";
import {
  type JsonPolicy,
  type JsonStatement,
  type KnownRequest,
  statementsOf,
} from "../spec/policy-json.ts";
import type { JsonWorld } from "../support/arbitrary-world.ts";

export type Relation = "same account" | "other account" | "anonymous" | "no account";

type Counts = Record<Verdict, number>;
type VerdictTally = Record<Relation, Counts> & { decidedByCondition: number };

function relationOf({ caller, resourceAccount }: KnownRequest): Relation {
  if (caller.kind === "anonymous") return "anonymous";
  if (!("account" in caller)) return "no account";
  return caller.account === resourceAccount ? "same account" : "other account";
}

function noCounts(): Counts {
  return { allowed: 0, explicitDeny: 0, implicitDeny: 0 };
}

/** Counts outcomes by relation and by the layers that a world has. */
export function tallyLayers(worlds: readonly JsonWorld[]): ReadonlyMap<string, Readonly<Counts>> {
  const tally = new Map<string, Counts>();
  for (const world of worlds) {
    const verdict = evaluate(world.request, world);
    for (const layer of LAYERS.filter((name) => world[name] !== undefined)) {
      const name = `${relationOf(world.request)}, ${layer}`;
      const counts = tally.get(name) ?? noCounts();
      counts[verdict]++;
      tally.set(name, counts);
    }
  }
  return tally;
}

/** Counts outcomes, and worlds whose outcome is another one when their conditions are left out. */
export function tallyVerdicts(worlds: readonly JsonWorld[]): VerdictTally {
  const tally: VerdictTally = {
    "same account": noCounts(),
    "other account": noCounts(),
    anonymous: noCounts(),
    "no account": noCounts(),
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

/** The layers that a world has or has not. */
export const LAYERS = [
  "boundary",
  "session",
  "serviceControl",
  "resourceControl",
  "vpcEndpoint",
  "managementAccounts",
  "grants",
  "keys",
  "settings",
  "accessPoint",
] as const;

type LayerName = (typeof LAYERS)[number];

/** Counts worlds whose outcome is another one when a layer is left out. */
export function tallyDecisive(worlds: readonly JsonWorld[]): ReadonlyMap<LayerName, number> {
  return new Map(LAYERS.map((layer) => [layer, worlds.filter(isDecidedBy(layer)).length]));
}

function isDecidedBy(layer: LayerName): (world: JsonWorld) => boolean {
  return (world) => {
    const { [layer]: left, ...rest } = world;
    return left !== undefined && evaluate(world.request, rest) !== evaluate(world.request, world);
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
