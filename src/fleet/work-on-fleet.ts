import { randomBytes } from "node:crypto";
import type { UsageError } from "../aws/index.ts";
import type { FleetRun } from "./fleet-run.ts";
import { whyNotTogether } from "./require-own-version.ts";
import { type RangeWorker, workOnRange } from "./work-on-range.ts";

/** What a worker needs. */
export interface FleetWork extends Omit<RangeWorker, "self"> {
  readonly version: string;
  /** Told once of each run that this worker leaves to others, and of what is wrong with the board. */
  readonly tellFault: (error: Error) => void;
}

/** Works on ranges, one at a time, until the signal; what it has begun then, and what it cannot do, goes to others. */
export async function workOnFleet(work: FleetWork): Promise<void> {
  const { board, runner, version, signal, tellFault } = work;
  const self = { id: randomBytes(8).toString("hex"), version };
  const told = new Set<string>();
  const prepare = async (run: FleetRun): Promise<UsageError | undefined> => {
    const refusal = whyNotTogether(run, version) ?? (await runner.prepare(run));
    if (refusal === undefined) return undefined;
    const text = `${run.id} ${refusal.message}`;
    if (!told.has(text)) tellFault(refusal);
    told.add(text);
    return refusal;
  };
  const worker: RangeWorker = {
    ...work,
    self,
    runner: { prepare, ends: (run) => runner.ends(run), start: (part) => runner.start(part) },
  };
  const handle: Parameters<typeof board.serve>[0]["handle"] = (task, ofTask) =>
    workOnRange(task, worker, ofTask);
  await board.serve({ worker: self, signal, handle, tellFault });
}
