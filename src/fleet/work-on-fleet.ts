import { randomBytes } from "node:crypto";
import type { FleetBoard } from "./fleet-board.ts";
import { PROTOCOL } from "./fleet-run.ts";
import { otherKind } from "./require-own-kind.ts";
import { type RangeRunner, workOnRange } from "./work-on-range.ts";

/** What a worker needs. */
export interface FleetWork {
  readonly board: FleetBoard;
  readonly version: string;
  readonly runRange: RangeRunner;
  readonly signal: AbortSignal;
}

/**
 * Works on ranges, one at a time, until the signal; what it has begun then goes to others. Throws `UsageError` when it is
 * asked for what another version of the program understands.
 */
export async function workOnFleet(work: FleetWork): Promise<void> {
  const { board, version } = work;
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  let foreign: string | undefined;
  const worker = { id: randomBytes(8).toString("hex"), protocol: PROTOCOL, version };
  await board.serve({
    worker,
    signal,
    handle: async (task) => {
      const served = await workOnRange(task, { ...work, signal });
      if (served === "not-ours") {
        foreign = (await board.load(task.run))?.version;
        stop.abort();
      }
      return served;
    },
  });
  if (foreign !== undefined) throw otherKind(foreign);
}
