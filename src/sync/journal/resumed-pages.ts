import { compareUtf8 } from "../../aws/index.ts";
import type { Change } from "../compare/change.ts";
import type { SyncOptions } from "../options.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { type PlanSubject, readPlan } from "../plan/plan-file.ts";
import { planPages } from "../plan/plan-pages.ts";
import { isAsPlanned, inPages, planChanged } from "../plan/planned-pages.ts";
import type { Sides } from "../sides/sides.ts";
import { Spool } from "../plan/spool.ts";
import type { Again } from "./open-run.ts";

/** A run that goes on. */
export interface ResumedRun {
  readonly sides: Sides;
  readonly again: Again | undefined;
  readonly options: SyncOptions;
}

/** What is left to do: first of the keys that were not done, then of all after them. */
export async function* resumedPages({
  sides,
  again,
  options,
}: ResumedRun): AsyncGenerator<PlannedPage, void, undefined> {
  if (again !== undefined) {
    for await (const { planned } of planPages(again.sides, options)) {
      // They have been counted by the process that listed them.
      yield { planned, sourceEntries: 0, destinationEntries: 0 };
    }
    yield { planned: [], sourceEntries: 0, destinationEntries: 0, through: again.through };
  }
  yield* planPages(sides, options);
}

/**
 * What is left to do of a saved plan. That every entry was as planned has been seen by the first
 * process; what is still to be done must be so now, and nothing is handed out before all of it is.
 */
export async function* resumedPlan(
  path: string,
  run: ResumedRun & PlanSubject,
): AsyncGenerator<PlannedPage, void, undefined> {
  const left = new Spool<Change>();
  const entries = readPlan(path, run);
  let next = await entries.next();
  try {
    for await (const { planned, sourceEntries, destinationEntries } of resumedPages(run)) {
      for (const change of planned) {
        if (change.kind === "skip") continue;
        while (next.done !== true && compareUtf8(next.value.key, change.key) < 0) {
          next = await entries.next();
        }
        if (next.done === true || next.value.key !== change.key) continue;
        if (!isAsPlanned(next.value, change)) throw planChanged(path, next.value);
        await left.add(next.value);
      }
      const isCounted = run.again !== undefined;
      yield isCounted
        ? { planned: [], sourceEntries: 0, destinationEntries: 0 }
        : { planned: [], sourceEntries, destinationEntries };
    }
    yield* inPages(left.drain());
  } finally {
    await left.dispose();
  }
}
