import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, outcomeForKey, type Residual } from "../../src/policy/index.ts";
import { runs } from "../policy-differential/run-world.ts";
import { arbitraryQuestion, outcomeFor, residualFor } from "./question.ts";

function casesOf(residual: Residual): number {
  return "all" in residual ? 0 : residual.cases.length;
}

/** In how many of the sets a key is. */
function setsWith(residual: Residual, key: string): number {
  if ("all" in residual) return 1;
  return residual.cases.filter(
    ({ keys }) => outcomeForKey({ cases: [{ keys, outcome: "allowed" }] }, key) === "allowed",
  ).length;
}

describe("the residual of a prefix", () => {
  it("says of every key what the evaluator says", () => {
    fc.assert(
      fc.property(arbitraryQuestion, (question) => {
        const residual = residualFor(question);
        const keys = question.endings.map((ending) => question.prefix + ending);
        expect(keys.map((key) => outcomeForKey(residual, key))).toEqual(
          keys.map((key) => outcomeFor(question, key)),
        );
      }),
      runs(1),
    );
  }, 600_000);

  it("has every key in one set and no more, and few sets", () => {
    fc.assert(
      fc.property(arbitraryQuestion, (question) => {
        const residual = residualFor(question);
        const keys = question.endings.map((ending) => question.prefix + ending);
        expect(keys.map((key) => setsWith(residual, key))).toEqual(keys.map(() => 1));
        expect(residual).not.toHaveProperty("cutShort");
      }),
      runs(0.1),
    );
  }, 600_000);

  it("keeps the answer of the whole prefix where there is one", () => {
    fc.assert(
      fc.property(arbitraryQuestion, (question) => {
        const { outcome } = decide(question.request, question.layers);
        fc.pre(outcome === "allowed" || outcome === "explicitDeny");
        expect(residualFor(question)).toEqual({ all: outcome });
      }),
      runs(0.1),
    );
  }, 600_000);
});

describe("the questions", () => {
  const residuals = fc.sample(arbitraryQuestion, { ...runs(1), numRuns: 5_000 }).map(residualFor);
  const share = (least: number): number =>
    residuals.filter((residual) => casesOf(residual) >= least).length / residuals.length;

  it("have keys that differ often enough", () => {
    expect(share(2)).toBeGreaterThan(0.1);
    expect(share(3)).toBeGreaterThan(0.005);
  });
});
