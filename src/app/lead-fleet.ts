import type { SyncEvent } from "../sync/index.ts";
import { hasContent, type Permission } from "../sync/index.ts";
import type { Clients } from "./clients.ts";
import { fleetEnds, nameOfJob, orderOf } from "./fleet-order.ts";
import type { FleetPart, Job } from "./job.ts";

/** How a process leads. */
interface Leading extends Pick<Clients, "endpoint"> {
  readonly signal: AbortSignal;
  readonly permitted?: Permission;
}

/** Leads the run of a fleet, which does a job's sync. */
export async function* leadFleet(
  job: Job,
  { redis, onlyFailed, version, typed, goesOnWith }: FleetPart,
  { signal, permitted, endpoint }: Leading,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { source, options } = job;
  const isSourceThere = async (): Promise<boolean> =>
    source.kind === "s3" || (await hasContent(source.path));
  // Loaded only for those who have a fleet.
  const { coordinate, openRedisBoard } = await import("../fleet/index.ts");
  const board = await openRedisBoard(redis);
  try {
    yield* coordinate({
      board,
      ends: fleetEnds(job),
      options,
      job: nameOfJob(job, endpoint),
      command: { ...typed, endpoint },
      order: orderOf(job, await isSourceThere()),
      ...{ version, onlyFailed, goesOnWith, signal, permitted, isSourceThere },
    });
  } finally {
    await board.close();
  }
}
