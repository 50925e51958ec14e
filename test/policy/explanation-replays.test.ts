import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decide,
  englishExplanation,
  explanationOf,
  japaneseExplanation,
  sentenceOf,
} from "../../src/policy/index.ts";
import { layersOf, runs } from "../policy-differential/run-world.ts";
import { arbitraryWorld, type JsonWorld } from "../support/arbitrary-world.ts";
import { replay } from "./replay-explanation.ts";

type Explanation = ReturnType<typeof explanationOf>;

// The layers whose answer rests on statements alone, and whose rules are R01 to R53.
const OF_STATEMENTS = new Set<string>([
  "serviceControl",
  "resourceControl",
  "vpcEndpoint",
  "identity",
  "boundary",
  "session",
  "resource",
  "roleTrust",
]);

function explain(world: JsonWorld): Explanation {
  const layers = layersOf(world);
  const { canonicalIds } = layers;
  return explanationOf(decide(world.request, layers), { ...(canonicalIds && { canonicalIds }) });
}

function restsOnStatements({ gates }: Explanation): boolean {
  return gates.every(({ layer, setting }) => OF_STATEMENTS.has(layer) && setting === undefined);
}

describe("an explanation", () => {
  it("replays to its decision", () => {
    const tally = { replayed: 0, left: 0 };
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const explanation = explain(world);
        const isReplayed = restsOnStatements(explanation);
        tally[isReplayed ? "replayed" : "left"]++;
        expect(isReplayed ? replay(explanation) : explanation.outcome).toBe(explanation.outcome);
      }),
      runs(0.5),
    );
    expect(tally.replayed).toBeGreaterThan(tally.left);
  }, 600_000);

  it("has a sentence in both languages, without a character that a terminal obeys", () => {
    fc.assert(
      fc.property(arbitraryWorld, (world) => {
        const explanation = explain(world);
        const sentences = [englishExplanation, japaneseExplanation].map((words) =>
          sentenceOf(explanation, words),
        );
        expect(sentences.filter((text) => text.length < 20 || /\p{Cc}/u.test(text))).toEqual([]);
      }),
      runs(0.2),
    );
  }, 600_000);
});
