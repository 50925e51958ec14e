import { compareUtf8 } from "../aws/index.ts";
import type { SyncCounts } from "../sync/index.ts";
import type { Turn } from "./fleet-board.ts";
import type { FleetRun } from "./fleet-run.ts";
import type { RangeResult } from "./range-result.ts";
import { copyTask, deleteTask, type RangeTask, type Span } from "./range-task.ts";

/** What a range that has come to its end changes in its run. */
export function settle(run: FleetRun, task: RangeTask, result: RangeResult): Turn {
  if (result.kind === "failed") {
    const counts = { ...run.counts, failed: run.counts.failed + 1 };
    const failed = [...run.failed, task.span];
    return { run: { ...run, counts, failed }, over: task.id, opened: [] };
  }
  const { counts, held, through } = result;
  const own = task.span.through;
  const left = result.left.flatMap((span) => partUpTo(own, span));
  // What it held is what it saw: the rest is for those who get it.
  const seen = { ...task.span, through: left[0]?.after ?? nearer(through, own) };
  // A Redis that was killed may have forgotten that it was cut: then nobody has the other part.
  const isCut = nearer(through, own) !== own;
  const open = isCut ? [...left, { after: through, through: own }] : left;
  const isSeenAgain = task.mostDeletions !== undefined;
  return {
    run: { ...run, counts: added(run.counts, counts, isSeenAgain), held: run.held + held },
    over: task.id,
    opened: open.map((span) => copyTask(task.run, span)),
    ...(held > 0 && { held: { ...task, span: seen } }),
  };
}

/** What another has cut off since is that one's. */
function partUpTo(through: string | undefined, span: Span): readonly Span[] {
  const isBehind = span.after !== undefined && nearer(span.after, through) === through;
  return isBehind ? [] : [{ ...span, through: nearer(span.through, through) }];
}

/** Of two ends; without one a range goes on to the last key. */
function nearer(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return compareUtf8(one, other) < 0 ? one : other;
}

/** Lets ranges be rid of what they held, all together of no more than so much. */
export function letDelete(run: FleetRun, held: readonly RangeTask[], most: number): Turn {
  return {
    run: { ...run, phase: "deleting" },
    opened: held.map((task) => deleteTask(task, most)),
    released: held.map(({ id }) => id),
  };
}

/** What is looked at once more has been counted. */
function added(a: SyncCounts, b: SyncCounts, isSeenAgain: boolean): SyncCounts {
  const seen = isSeenAgain ? { sourceEntries: 0, destinationEntries: 0 } : b;
  return {
    transferred: a.transferred + b.transferred,
    transferredBytes: a.transferredBytes + b.transferredBytes,
    deleted: a.deleted + b.deleted,
    failed: a.failed + b.failed,
    warnings: a.warnings + b.warnings,
    sourceEntries: a.sourceEntries + seen.sourceEntries,
    destinationEntries: a.destinationEntries + seen.destinationEntries,
  };
}
