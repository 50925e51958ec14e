import type { SyncEvent } from "../sync/index.ts";
import {
  hasContent,
  type Permission,
  reopenSides,
  sourceDirectories,
  type Sides,
  type Stores,
} from "../sync/index.ts";
import type { Clients } from "./clients.ts";
import { fleetEnds, nameOfJob, orderOf } from "./fleet-order.ts";
import type { FleetPart, Job } from "./job.ts";

/** How a process leads. */
interface Leading extends Pick<Clients, "endpoint"> {
  readonly signal: AbortSignal;
  readonly permitted?: Permission;
  readonly stores: Stores;
}

/** Leads the run of a fleet, which does a job's sync. */
export async function* leadFleet(
  job: Job,
  { redis, onlyFailed, version, typed, goesOnWith }: FleetPart,
  { signal, permitted, endpoint, stores }: Leading,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { source, destination, options } = job;
  const openSource = (): Promise<Pick<Sides, "source">> =>
    reopenSides({ source, destination, stores }, options, signal);
  const isSourceThere = async (): Promise<boolean> =>
    source.kind === "s3" || (await hasContent(source.path));
  const directories =
    source.kind === "s3" && stores.source !== undefined
      ? sourceDirectories(source, stores.source)
      : undefined;
  // Loaded only for those who have a fleet.
  const { leadWatched, openRedisBoard } = await import("../fleet/index.ts");
  const board = await openRedisBoard(redis);
  try {
    yield* leadWatched({
      board,
      ends: fleetEnds(job),
      options,
      job: nameOfJob(job, endpoint),
      command: { ...typed, endpoint },
      order: orderOf(job, await isSourceThere()),
      ...{ version, onlyFailed, goesOnWith, signal, permitted, isSourceThere, openSource },
      ...(directories !== undefined && { directories }),
    });
  } finally {
    await board.close();
  }
}
