import { randomBytes } from "node:crypto";
import { UsageError } from "../aws/index.ts";
import { PROTOCOL } from "./fleet-run.ts";
import { type RangeWorker, workOnRange } from "./work-on-range.ts";

/** What a worker needs. */
export interface FleetWork extends RangeWorker {
  readonly version: string;
}

/**
 * Works on ranges, one at a time, until the signal; what it has begun then goes to others. Throws `UsageError` when it is
 * asked for what it cannot do, and leaves it to others as well.
 */
export async function workOnFleet(work: FleetWork): Promise<void> {
  const { board, version } = work;
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  let refusal: UsageError | undefined;
  const worker = { id: randomBytes(8).toString("hex"), protocol: PROTOCOL, version };
  await board.serve({
    worker,
    signal,
    handle: async (task) => {
      try {
        return await workOnRange(task, { ...work, signal });
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        refusal = error;
        stop.abort();
        return "again";
      }
    },
  });
  if (refusal !== undefined) throw refusal;
}
