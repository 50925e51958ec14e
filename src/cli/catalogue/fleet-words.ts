/** What is said of fleets. */
export interface FleetWords {
  /** Nobody is there to do it. */
  readonly waits: (command: string) => string;
  readonly workers: (count: number) => string;
  /** After a run was stopped. */
  readonly goesOn: string;
  /** A worker has nothing to do yet. */
  readonly ready: (place: string) => string;
  /** What a worker has done. */
  readonly range: (range: {
    run: string;
    after: string;
    transferred: number;
    deleted: number;
    failed: number;
  }) => string;
  readonly rangeFailed: (range: { run: string; after: string; reason: string }) => string;
}
