import { createHash } from "node:crypto";
import type { RangePart } from "../sync/index.ts";

/** Keys behind `after`, up to and with `through`. */
export type Span = Pick<RangePart, "after" | "through">;

/** One range of keys for one worker. */
export interface RangeTask {
  /** The same for the same range of a run, so that none is waiting twice; it stays when a part is cut off. */
  readonly id: string;
  readonly run: string;
  readonly span: Span;
  /** How much all ranges of the run may delete together; nothing while others are still being copied. */
  readonly mostDeletions?: number;
}

/** So much, or five million keys that are as they should be, is a range's work at most: what is told of it waits in memory. */
const MOST_WORK = 10_000_000;

/** A range of a run that is to be copied. */
export function copyTask(run: string, span: Span): RangeTask {
  return { id: idOf(run, "copy", span), run, span };
}

/** The same range, to be looked at once more and rid of what the source does not have. */
export function deleteTask({ run, span }: RangeTask, mostDeletions: number): RangeTask {
  return { id: idOf(run, "delete", span), run, span, mostDeletions };
}

/** What of a sync is done for a task. */
export function partOf({ span, mostDeletions }: RangeTask): RangePart {
  const holdsDeletions = mostDeletions === undefined;
  return { ...span, mostWork: holdsDeletions ? MOST_WORK : Infinity, holdsDeletions };
}

/** BullMQ takes no colon in an id. */
function idOf(run: string, kind: string, { after, through }: Span): string {
  const range = JSON.stringify([kind, after ?? null, through ?? null]);
  return `${run}-${createHash("sha256").update(range).digest("hex").slice(0, 24)}`;
}
