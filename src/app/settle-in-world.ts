import type { World } from "../policy/index.ts";
import { checkWorld } from "./check-world.ts";
import { settle } from "./settle.ts";
import { hasQuestion, type SettledIdentities, type UnsettledRun } from "./way.ts";

/** Has a run done by one of its two identities where a world's policies let that one do all of it; see `settle`. */
export async function settleInWorld(run: UnsettledRun, world: World): Promise<SettledIdentities> {
  if (!hasQuestion(run.job)) return { identities: run.job.identities };
  return settle(run, (job) => checkWorld(job, world));
}
