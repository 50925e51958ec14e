import { createHash } from "node:crypto";
import type { RangePart } from "../sync/index.ts";

/** Keys behind `after`, up to and with `through`. */
export type Span = Pick<RangePart, "after" | "through">;

/** One range of keys for one worker. */
export interface RangeTask {
  /** The same for the same range of a run, so that none is waiting twice. */
  readonly id: string;
  readonly run: string;
  readonly span: Span;
  /** How many ranges it has been cut out of, one after the other. */
  readonly depth: number;
  /** How much may be deleted of it; nothing while the others are still being copied. */
  readonly mostDeletions?: number;
}

/** The first range is small, so that there is soon work for others. */
const FIRST_WORK = 1_000;
/** Each time it is cut in two, a range may be so many times as much work: there is soon enough for all. */
const GROWTH = 8;
/** So much, or a million keys that are as they should be, is a range's work at most. */
const MOST_WORK = 2_000_000;

/** A range of a run that is to be copied. */
export function copyTask(run: string, span: Span, depth: number): RangeTask {
  return { id: idOf(run, "copy", span), run, span, depth };
}

/** The same range, to be looked at once more and rid of what the source does not have. */
export function deleteTask({ run, span, depth }: RangeTask, mostDeletions: number): RangeTask {
  return { id: idOf(run, "delete", span), run, span, depth, mostDeletions };
}

/** What of a sync is done for a task. */
export function partOf({ span, depth, mostDeletions }: RangeTask): RangePart {
  const holdsDeletions = mostDeletions === undefined;
  const most = holdsDeletions ? Math.min(FIRST_WORK * GROWTH ** depth, MOST_WORK) : Infinity;
  return { ...span, mostWork: most, holdsDeletions };
}

/** BullMQ takes no colon in an id. */
function idOf(run: string, kind: string, { after, through }: Span): string {
  const range = JSON.stringify([kind, after ?? null, through ?? null]);
  return `${run}-${createHash("sha256").update(range).digest("hex").slice(0, 24)}`;
}
