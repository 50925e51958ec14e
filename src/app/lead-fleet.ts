import type { SyncEvent } from "../sync/index.ts";
import { hasContent, type Permission } from "../sync/index.ts";
import { nameOfJob, orderOf } from "./fleet-order.ts";
import type { FleetPart, Job } from "./job.ts";

/** Leads the run of a fleet, which does a job's sync. */
export async function* leadFleet(
  job: Job,
  { redis, onlyFailed, version }: FleetPart,
  { signal, permitted }: { readonly signal: AbortSignal; readonly permitted?: Permission },
): AsyncGenerator<SyncEvent, void, undefined> {
  const { source, destination, options } = job;
  if (destination.kind === "local") throw new Error("a fleet writes to S3");
  const isSourceThere = async (): Promise<boolean> =>
    source.kind === "s3" || (await hasContent(source.path));
  // Loaded only for those who have a fleet.
  const { coordinate, openRedisBoard } = await import("../fleet/index.ts");
  const board = await openRedisBoard(redis);
  try {
    yield* coordinate({
      board,
      ends: { source, destination },
      options,
      job: nameOfJob(job),
      order: orderOf(job, await isSourceThere()),
      ...{ version, onlyFailed, signal, permitted, isSourceThere },
    });
  } finally {
    await board.close();
  }
}
