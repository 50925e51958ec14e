import type { SyncEvent } from "../report/events.ts";
import { openSides } from "../sides/open-sides.ts";
import { type RangeEnd, type RangePart, RangeWork } from "./range-work.ts";
import { runSides } from "./run-sides.ts";
import type { SyncJob } from "./run-sync.ts";

/** A sync of a part of its keys, from S3 or files to S3; what it needs is in its two ends alone. */
export interface RangeJob extends Pick<
  SyncJob,
  "source" | "destination" | "stores" | "options" | "signal"
> {
  readonly range: RangePart;
}

/** Runs a sync over a part of its keys, tells what happens, and answers how far it came. */
export async function* runRange(job: RangeJob): AsyncGenerator<SyncEvent, RangeEnd, undefined> {
  const range = new RangeWork(job.range);
  const { source, destination, options, signal } = job;
  const ends = { source, destination, options, signal };
  yield* runSides({
    ...ends,
    range,
    open: async (bench) => range.over(await openSides(job, bench)),
  });
  return range.end;
}
