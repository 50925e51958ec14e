import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPERATORS } from "../support/arbitrary-condition.ts";
import { arbitraryWorld } from "../support/arbitrary-world.ts";
import { describeDifference, firstDifference } from "./compare.ts";
import { runs } from "./run-world.ts";
import { LIMITS, tallyConditions, tallyLimits, tallyVerdicts } from "./tally.ts";

describe("the engine and the evaluator written from AWS's text", () => {
  it("agree on every generated world", () => {
    const { numRuns: count, seed } = runs(5);
    const different = firstDifference({ from: seed, count });
    expect(different === undefined ? "" : describeDifference(different)).toBe("");
  }, 600_000);
});

describe("the generated worlds", () => {
  const worlds = fc.sample(arbitraryWorld, { ...runs(1), numRuns: 10_000 });
  const verdicts = tallyVerdicts(worlds);
  const conditions = tallyConditions(worlds);

  it.each(["same account", "other account", "anonymous"] as const)(
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

  const limits = tallyLimits(worlds);

  it.each(LIMITS)("are often enough decided by a limit: %s", (limit) => {
    expect(limits[limit] / worlds.length).toBeGreaterThan(0.003);
  });

  it("are often decided by a condition", () => {
    expect(verdicts.decidedByCondition / worlds.length).toBeGreaterThan(0.05);
  });
});
