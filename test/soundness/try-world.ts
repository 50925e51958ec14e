import fc from "fast-check";
import { arbitraryReplay } from "../support/arbitrary-from-choices.ts";
import { seededChoices } from "../support/choices.ts";
import { buildScene } from "./build-scene.ts";
import { jobOf, type Scene, worldOf } from "./scene.ts";
import { tryGrant } from "./try-grant.ts";
import { trySync } from "./try-scene.ts";

/** What was tried of one world, and where check, grant and lab differ. */
export interface WorldTrial {
  readonly verdict: "allowed" | "denied" | "unknown";
  readonly requests: number;
  /** `whole` where grants alone open the sync. */
  readonly grant: "none" | "part" | "whole";
  readonly partsLeftOut: number;
  readonly differences: readonly string[];
}

/** Smaller worlds are looked for so long. */
const SHRINKING_MS = 60_000;

const NO_GRANT = { edits: 0, parts: 0, isWhole: false, differences: [] } as const;

/** Holds check and grant against the lab in the world of a seed. */
export function trySeed(seed: number): Promise<WorldTrial> {
  return tryScene(buildScene(seededChoices(seed)), seed);
}

/** Holds check and grant against the lab; a fault is a difference too. What varies beside goes by `turn`. */
export async function tryScene(scene: Scene, turn: number): Promise<WorldTrial> {
  const world = worldOf(scene);
  const job = jobOf(scene);
  const { tagged } = scene;
  const isWatched = turn % 3 === 0;
  try {
    const sync = await trySync(world, job, { tagged, isWatched });
    const style = turn % 5 === 0 ? "pattern" : "role";
    const trial = { tagged, isWatched, style, leftOut: turn, isThorough: turn % 16 === 0 } as const;
    // A grant takes three times as long as the rest.
    const grant = turn % 4 === 0 ? await tryGrant(world, job, trial) : NO_GRANT;
    return {
      verdict: sync.verdict,
      requests: sync.trials.length,
      grant: grant.edits === 0 ? "none" : grant.isWhole ? "whole" : "part",
      partsLeftOut: grant.parts,
      differences: [...sync.differences, ...grant.differences],
    };
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const none = { requests: 0, grant: "none", partsLeftOut: 0 } as const;
    return { verdict: "unknown", ...none, differences: [fault] };
  }
}

/** The smallest world like the seed's in which they differ. */
export async function smallestLike(seed: number): Promise<Scene> {
  const property = fc.asyncProperty(arbitraryReplay(buildScene, seed), async (scene) => {
    const { differences } = await tryScene(scene, seed);
    return differences.length === 0;
  });
  const limits = { numRuns: 1, interruptAfterTimeLimit: SHRINKING_MS };
  const { counterexample } = await fc.check(property, limits);
  return counterexample?.[0] ?? buildScene(seededChoices(seed));
}
