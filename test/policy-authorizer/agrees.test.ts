import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAuthorizer, decide } from "../../src/policy/index.ts";
import { decideRow, type PolicyRow, type PolicyWant } from "../policy/policy-row.ts";
import { layersOf } from "../policy/row-layers.ts";
import { runs } from "../policy-differential/run-world.ts";
import { loadCorpus } from "../support/corpus.ts";
import { arbitraryDoubt, type DoubtfulWorld } from "./arbitrary-doubt.ts";

function outcomes({ request, layers }: DoubtfulWorld): readonly string[] {
  return [compileAuthorizer(layers).outcomeOf(request), decide(request, layers).outcome];
}

describe("a compiled authorizer", () => {
  it("answers as the full decision does, in every generated world", () => {
    fc.assert(
      fc.property(arbitraryDoubt, (world) => {
        const [compiled, decided] = outcomes(world);
        expect(compiled).toBe(decided);
      }),
      runs(1),
    );
  }, 600_000);

  it("remembers nothing of one request when it answers another", () => {
    const worlds = fc.array(arbitraryDoubt, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(worlds, ([first, ...others]) => {
        fc.pre(first !== undefined);
        const { layers } = first;
        const authorizer = compileAuthorizer(layers);
        for (const { request } of [first, ...others, first]) {
          expect(authorizer.outcomeOf(request)).toBe(decide(request, layers).outcome);
        }
      }),
      runs(0.1),
    );
  }, 300_000);

  it.each(loadCorpus<PolicyRow, PolicyWant>("policy"))(
    "answers as the row says: %s",
    (_name, { given, want }) => {
      const authorizer = compileAuthorizer(layersOf(given));
      expect(authorizer.outcomeOf(decideRow(given).request)).toBe(want.outcome);
    },
  );
});

describe("the generated worlds of all doubts", () => {
  const worlds = fc.sample(arbitraryDoubt, { ...runs(1), numRuns: 5000 });
  const decided = worlds.map((world) => decide(world.request, world.layers).outcome);

  it.each(["allowed", "explicitDeny", "implicitDeny", "unknown"])(
    "have every outcome often enough: %s",
    (outcome) => {
      const share = decided.filter((each) => each === outcome).length / worlds.length;
      expect(share).toBeGreaterThan(0.05);
    },
  );
});
