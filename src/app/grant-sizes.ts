import type { SizesSeen } from "../access/index.ts";
import type { World } from "../policy/index.ts";
import { lookAtSizes } from "./check-job.ts";
import type { Clients } from "./clients.ts";
import type { Job } from "./job.ts";
import { lookAtWorld } from "./look-at-world.ts";

/**
 * Which objects a grant is for, of those that go in parts: `some` also for what only they take, `none` without it, and
 * `seen` as the source that there is now shows.
 */
export type LargeObjects = "some" | "none" | "seen";

/** What a grant goes by, as if it had been seen; undefined where it is for objects of any size. */
export async function sizesForGrant(
  large: LargeObjects,
  job: Job,
  { on, signal }: { readonly on: Clients | World; readonly signal: AbortSignal },
): Promise<SizesSeen | undefined> {
  switch (large) {
    case "some":
      return undefined;
    case "none":
      return { threshold: job.options.multipartThreshold, looked: 0, large: 0, isWhole: true };
    case "seen":
      return "accounts" in on ? lookAtWorld(job, on) : lookAtSizes(job, on, signal);
  }
}
