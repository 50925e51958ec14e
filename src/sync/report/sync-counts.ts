/** What one run did, or with `dryrun` would do. */
export interface SyncCounts {
  readonly transferred: number;
  readonly transferredBytes: number;
  readonly deleted: number;
  readonly failed: number;
  readonly warnings: number;
  /** Entries that the listings showed, on each side. */
  readonly sourceEntries: number;
  readonly destinationEntries: number;
}

/** Of a run that did nothing. */
export const NO_COUNTS: SyncCounts = {
  transferred: 0,
  transferredBytes: 0,
  deleted: 0,
  failed: 0,
  warnings: 0,
  sourceEntries: 0,
  destinationEntries: 0,
};
