import fc from "fast-check";
import { decide } from "../../src/policy/index.ts";
import { evaluate } from "../spec/evaluate.ts";
import { arbitraryReplay } from "../support/arbitrary-from-choices.ts";
import { buildWorld, type JsonWorld } from "../support/arbitrary-world.ts";
import { seededChoices } from "../support/choices.ts";
import { layersOf, readingOnce } from "./run-world.ts";

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
    const { outcome } = decide(world.request, layersOf(world, read));
    if (outcome !== evaluate(world.request, world)) return seed;
  }
  return undefined;
}

/** The smallest world like the seed's that is decided differently, with both answers. */
export function describeDifference(seed: number): string {
  const property = fc.property(arbitraryReplay(buildWorld, seed), (world) => {
    const [ours, written] = answersOf(world);
    if (ours !== written) throw new Error(`decide says ${ours}, the written rules ${written}`);
  });
  return fc.defaultReportMessage(fc.check(property, { numRuns: 1 })) ?? "no difference";
}

function answersOf(world: JsonWorld): readonly [string, string] {
  const { outcome } = decide(world.request, layersOf(world));
  return [outcome, evaluate(world.request, world)];
}
