import { stopsRun } from "../run/stops-run.ts";
import type { Workbench } from "../run/workbench.ts";

/** Whether the parts that a failed transfer has done are of use to whoever goes on with the run. */
export function isKept(error: unknown, { journal, signal }: Workbench): boolean {
  return journal !== undefined && (signal.aborted || stopsRun(error));
}
