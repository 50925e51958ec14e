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
