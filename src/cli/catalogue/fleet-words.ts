/** What is said of fleets. */
export interface FleetWords {
  /** Nobody is there to do it. */
  readonly waits: (command: string) => string;
  /** Said below a command that does not say where Redis is. */
  readonly wholeUrl: string;
  readonly workers: (count: number) => string;
  /** A worker does nothing for the run. */
  readonly refused: (reason: string) => string;
  /** A run by its id, when it is led from here. */
  readonly run: (id: string) => string;
  /** After a run was stopped; where Redis did not answer, nobody has told the workers. */
  readonly goesOn: (command: string, isRedisSilent: boolean) => string;
  /** A run that has not come to its end. */
  readonly runLine: (run: {
    run: string;
    places: string;
    transferred: number;
    failed: number;
  }) => string;
  /** There is no such run, or none at all. */
  readonly unknown: (id: string | undefined) => string;
  readonly forgotten: (run: {
    run: string;
    places: string;
    transferred: number;
    held: number;
  }) => string;
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
  /** A run that a worker leaves to others, or what is wrong with Redis; it goes on. */
  readonly fault: (reason: string) => string;
  readonly rangeFailed: (range: { run: string; after: string; reason: string }) => string;
}
