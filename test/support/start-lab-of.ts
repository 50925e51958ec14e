import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";

/** Starts a lab with a world as it is written. */
export async function startLabOf(written: unknown): Promise<Lab> {
  const world = parseWorld(written);
  if (!world.ok) throw new Error(JSON.stringify(world.problems));
  return startLab({ world: world.value });
}
