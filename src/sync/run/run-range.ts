import type { SyncEvent } from "../report/events.ts";
import { openSides } from "../sides/open-sides.ts";
import type { Learned } from "../listing/paired-listings.ts";
import type { Sides } from "../sides/sides.ts";
import type { RangeEnd, RangeWork } from "./range-work.ts";
import { runSides } from "./run-sides.ts";
import type { SyncJob } from "./run-sync.ts";

/** A sync of a part of its keys, from S3 or files to S3; what it needs is in its two ends alone. */
export interface RangeJob extends Pick<
  SyncJob,
  "source" | "destination" | "stores" | "options" | "signal"
> {
  readonly range: RangeWork;
  /** From one range of a run between buckets to the next. */
  readonly learned?: Learned;
  /** Asked before each batch of deletions, by how many they are; what it throws ends the run. */
  readonly mayDelete?: (deletions: number) => Promise<void>;
}

/** Runs a sync over a part of its keys, tells what happens, and answers how far it came. */
export async function* runRange(job: RangeJob): AsyncGenerator<SyncEvent, RangeEnd, undefined> {
  const { source, destination, options, signal, range } = job;
  const ends = { source, destination, options, signal };
  yield* runSides({
    ...ends,
    range,
    open: async (bench) => range.over(asked(await openSides(job, bench), job)),
  });
  return range.end;
}

function asked(sides: Sides, { mayDelete }: Pick<RangeJob, "mayDelete">): Sides {
  if (mayDelete === undefined) return sides;
  const remove: Sides["remove"] = async (batch) => {
    await mayDelete(batch.length);
    return sides.remove(batch);
  };
  return { ...sides, remove };
}
