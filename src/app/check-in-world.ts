import { factsOfWorld, needsOf } from "../access/index.ts";
import type { World } from "../policy/index.ts";
import { checkFacts, type CheckResult } from "./check-job.ts";
import { type Job, profileOf } from "./job.ts";

/** Checks a job against a world file instead of AWS: nothing is sent. Profiles are the world's. */
export function checkInWorld(job: Job, world: World): CheckResult {
  const needs = needsOf(job.calls);
  const buckets = [...new Set(needs.map(({ bucket }) => bucket))];
  const profiles = [...new Set(needs.map(({ side }) => profileOf(job, side) ?? "default"))];
  const perspectives = profiles.map((profile) => ({
    facts: {
      ...factsOfWorld(world, profile, buckets),
      acceptsCharges: job.identities.requestPayer === true,
    },
    needs: needs.filter(({ side }) => (profileOf(job, side) ?? "default") === profile),
  }));
  return checkFacts(perspectives, []);
}
