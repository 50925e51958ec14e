import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPERATORS } from "../support/arbitrary-condition.ts";
import { arbitraryWorld } from "../support/arbitrary-world.ts";
import { describeDifference, firstDifference } from "./compare.ts";
import { runs } from "./run-world.ts";
import {
  LAYERS,
  type Relation,
  tallyConditions,
  tallyDecisive,
  tallyLayers,
  tallyVerdicts,
} from "./tally.ts";

describe("the engine and the evaluator written from AWS's text", () => {
  it("agree on every generated world", () => {
    const { numRuns: count, seed } = runs(5);
    const different = firstDifference({ from: seed, count });
    expect(different === undefined ? "" : describeDifference(different)).toBe("");
  }, 600_000);
});

const RELATIONS: readonly Relation[] = ["same account", "other account", "anonymous", "no account"];
const LEAST = 2;

/** KMS takes no anonymous request (R64). */
function isNeverAllowed(relation: Relation, layer: (typeof LAYERS)[number]): boolean {
  return relation === "anonymous" && (layer === "grants" || layer === "keys");
}

describe("the generated worlds", () => {
  const worlds = fc.sample(arbitraryWorld, { ...runs(1), numRuns: 20_000 });
  const verdicts = tallyVerdicts(worlds);
  const conditions = tallyConditions(worlds);

  it.each(["same account", "other account", "anonymous", "no account"] as const)(
    "have every outcome often enough: %s",
    (relation) => {
      const { allowed, explicitDeny, implicitDeny } = verdicts[relation];
      const least = (allowed + explicitDeny + implicitDeny) * 0.05;
      expect(allowed).toBeGreaterThan(least);
      expect(explicitDeny).toBeGreaterThan(least);
      expect(implicitDeny).toBeGreaterThan(least);
    },
  );

  it.each(OPERATORS)("have conditions with %s that hold and that do not", (operator) => {
    const { yes, no } = conditions.get(operator) ?? { yes: 0, no: 0 };
    expect(Math.min(yes, no) / (yes + no)).toBeGreaterThan(0.05);
  });

  it.each(["ForAllValues", "ForAnyValue", "IfExists"])(
    "have conditions with %s that hold and that do not",
    (modifier) => {
      const { yes, no } = conditions.get(modifier) ?? { yes: 0, no: 0 };
      expect(Math.min(yes, no) / (yes + no)).toBeGreaterThan(0.1);
    },
  );

  const decisive = tallyDecisive(worlds);

  it.each(LAYERS)("are often enough decided by a layer: %s", (layer) => {
    expect((decisive.get(layer) ?? 0) / worlds.length).toBeGreaterThan(0.001);
  });

  const byLayer = tallyLayers(worlds);

  it.each(LAYERS.flatMap((layer) => RELATIONS.map((relation) => [relation, layer] as const)))(
    "have every outcome between a caller and a resource, with a layer: %s, %s",
    (relation, layer) => {
      const {
        allowed = 0,
        explicitDeny = 0,
        implicitDeny = 0,
      } = byLayer.get(`${relation}, ${layer}`) ?? {};
      expect(Math.min(explicitDeny, implicitDeny)).toBeGreaterThan(LEAST);
      expect(allowed).toBeGreaterThan(isNeverAllowed(relation, layer) ? -1 : LEAST);
    },
  );

  it("are often decided by a condition", () => {
    expect(verdicts.decidedByCondition / worlds.length).toBeGreaterThan(0.05);
  });
});
