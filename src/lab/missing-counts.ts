import type { RefusalDetail } from "./refusal.ts";

/** Something that the lab lacks, and how often it was asked for. */
export interface Missing {
  /** As the answer named it, e.g. `` `s3:GetBucketReplication` ``. */
  readonly what: string;
  readonly count: number;
}

/** Counts of what the lab was asked for and lacks. */
export interface MissingCounts {
  /** Counts an answer where it is such a one. */
  count(answer: RefusalDetail): void;
  /** The most often asked for first. */
  list(): readonly Missing[];
}

const ENDING = " is not implemented by this lab";
// Parameters are named in these answers, and whoever asks makes their names up.
const MAX_DIFFERENT = 1000;

/** Counts from nothing. */
export function createMissingCounts(): MissingCounts {
  const counts = new Map<string, number>();
  return {
    count({ message }) {
      if (!message.endsWith(ENDING)) return;
      const what = message.slice(0, -ENDING.length).replace(/^The action .*: /, "");
      const before = counts.get(what);
      if (before === undefined && counts.size >= MAX_DIFFERENT) return;
      counts.set(what, (before ?? 0) + 1);
    },
    list: () =>
      Array.from(counts, ([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count),
  };
}
