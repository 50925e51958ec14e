import {
  type Facts,
  factsOfWorld,
  type Need,
  needsOf,
  type SizesSeen,
  withNamedKeys,
} from "../access/index.ts";
import { partitionOf } from "../aws/index.ts";
import type { World } from "../policy/index.ts";
import { withJobsIn } from "./batch-perspectives.ts";
import { checkFacts, type CheckResult } from "./check-job.ts";
import { type Job, profileOf } from "./job.ts";
import type { SidePartitions } from "./partitions-of-side.ts";
import { refuseAcrossPartitions } from "./refuse-across-partitions.ts";
import type { Standpoint } from "./standpoint.ts";

/** Checks a job against a world file instead of AWS: nothing is sent. Profiles are the world's. */
export function checkInWorld(job: Job, world: World, sizes?: SizesSeen): CheckResult {
  return checkFacts(perspectivesIn(job, world), [], sizes);
}

/** The needs of a job by the profile that has them, with the facts that a world gives of each. */
export function perspectivesIn(job: Job, world: World): readonly Standpoint[] {
  refuseAcrossPartitions(job, { source: sourceInWorld(job), destination: IN_WORLD });
  const needs = needsOf(job.calls);
  const buckets = [...new Set(needs.map(({ bucket }) => bucket))];
  const actorOf = ({ side }: Need): string =>
    job.identities.principal ?? profileOf(job, side) ?? "default";
  const actors = [...new Set(needs.map(actorOf))];
  const isPlain = job.identities.endpointUrl?.startsWith("http:") === true;
  const own = actors.map((actor) => {
    const ofActor = needs.filter((need) => actorOf(need) === actor);
    const facts = withNamedKeys(factsOfWorld(world, actor, buckets), world, ofActor);
    return {
      facts: {
        ...withPlainHttp(facts, isPlain),
        acceptsCharges: job.identities.requestPayer === true,
      },
      needs: ofActor,
    };
  });
  return withJobsIn(world, own, job);
}

// All accounts of a world are of this partition.
const IN_WORLD = { own: "aws", place: "aws" };

function sourceInWorld({ identities: { sourceRegion } }: Job): SidePartitions {
  return sourceRegion ? { ...IN_WORLD, place: partitionOf(sourceRegion) } : IN_WORLD;
}

/** An endpoint may be named without TLS, which policies can see. */
function withPlainHttp(facts: Facts, isPlain: boolean): Facts {
  if (!isPlain) return facts;
  const surroundings = new Map([
    ...facts.surroundings,
    ["aws:securetransport", ["false"]] as const,
  ]);
  return { ...facts, surroundings };
}
