import fc from "fast-check";
import { decide, type PolicyLayers } from "../../src/policy/index.ts";
import { evaluate } from "../spec/evaluate.ts";
import { arbitraryReplay } from "../support/arbitrary-from-choices.ts";
import { buildWorld, type JsonWorld } from "../support/arbitrary-world.ts";
import { seededChoices } from "../support/choices.ts";
import { layersOf, readingOnce, requestOf } from "./run-world.ts";

/** A stretch of seeds, each of which makes one world. */
export interface Seeds {
  readonly from: number;
  readonly count: number;
}

/** The first seed whose world the engine and the evaluator written from AWS's text decide differently. */
export function firstDifference({ from, count }: Seeds): number | undefined {
  const read = readingOnce();
  for (let seed = from; seed < from + count; seed++) {
    const world = buildWorld(seededChoices(seed));
    if (answerOf(world, layersOf(world, read)) !== evaluate(world.request, world)) return seed;
  }
  return undefined;
}

/** The smallest world like the seed's that is decided differently, with both answers. */
export function describeDifference(seed: number): string {
  const property = fc.property(arbitraryReplay(buildWorld, seed), (world) => {
    const [ours, written] = [answerOf(world, layersOf(world)), evaluate(world.request, world)];
    if (ours !== written) throw new Error(`decide says ${ours}, the written rules ${written}`);
  });
  return fc.defaultReportMessage(fc.check(property, { numRuns: 1 })) ?? "no difference";
}

/** The engine's outcome; an exception is an answer too, a wrong one. */
function answerOf(world: JsonWorld, layers: PolicyLayers): string {
  try {
    return decide(requestOf(world), layers).outcome;
  } catch (error) {
    return String(error);
  }
}
