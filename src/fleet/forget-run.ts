import type { FleetBoard } from "./fleet-board.ts";
import type { FleetRun } from "./fleet-run.ts";
import { ledElsewhere } from "./led-elsewhere.ts";
import { requireLead } from "./require-lead.ts";

/** Forgets a run that nobody leads, and answers which it was; undefined where there is none of this name. */
export async function forgetRun(board: FleetBoard, id: string): Promise<FleetRun | undefined> {
  const job = (await board.load(id))?.job;
  if (job === undefined) return undefined;
  if (!(await board.claim(job))) throw ledElsewhere();
  try {
    // Read only now: until its job was claimed another process may have led it.
    const run = await board.load(id);
    if (run === undefined) return undefined;
    for await (const tasks of board.openTasks(id)) await board.withdraw(tasks);
    // What failed in the run before it may still be done, unless this one knows better.
    const keepsFailed = run.onlyFailed || run.failed.length === 0;
    requireLead(await board.end(run, { keepsFailed }), id);
    return run;
  } finally {
    await board.release(job);
  }
}
