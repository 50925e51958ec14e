import type { SizesSeen } from "../access/index.ts";
import type { World } from "../policy/index.ts";
import { keyPrefix, type Place } from "../sync/index.ts";
import type { Job } from "./job.ts";
import { lookAtFiles } from "./look-at-files.ts";
import { lookAtSource } from "./look-at-source.ts";
import type { SizeSample } from "./size-sample.ts";
import { sizesOf } from "./sizes-of.ts";

/** What a world tells of the sizes that a job would transfer: its buckets have the objects that it gives them. */
export async function lookAtWorld(job: Job, world: World): Promise<SizesSeen | undefined> {
  const { source: from, destination: to } = job;
  const [files, objects, there] = await Promise.all([
    lookAtSource(job),
    objectsAt(from, world),
    objectsAt(to, world),
  ]);
  return sizesOf(job, { source: files ?? objects, destination: there ?? NONE });
}

const NONE: SizeSample = { entries: [], isWhole: true };

async function objectsAt(place: Place, world: World): Promise<SizeSample | undefined> {
  if (place.kind === "local") return undefined;
  const files = filesOf(place.bucket, world);
  if (files === undefined) return undefined;
  const start = place.only === true ? place.prefix : keyPrefix(place.prefix);
  const { entries, isWhole } = await lookAtFiles(files, true);
  return {
    isWhole,
    entries: entries
      .filter(({ key }) => (place.only === true ? key === start : key.startsWith(start)))
      .map((entry) => ({ ...entry, key: entry.key.slice(place.only === true ? 0 : start.length) })),
  };
}

function filesOf(bucket: string, world: World): string | undefined {
  const found = Object.values(world.accounts).find(({ buckets }) => Object.hasOwn(buckets, bucket));
  return found?.buckets[bucket]?.files;
}
