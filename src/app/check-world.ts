import type { World } from "../policy/index.ts";
import { checkInWorld } from "./check-in-world.ts";
import type { CheckResult } from "./check-job.ts";
import type { Job } from "./job.ts";
import { lookAtWorld } from "./look-at-world.ts";

/** Checks a job against a world file, with the sizes of the files that it would read. */
export async function checkWorld(job: Job, world: World): Promise<CheckResult> {
  return checkInWorld(job, world, await lookAtWorld(job, world));
}
