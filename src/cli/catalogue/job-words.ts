/** What is said of jobs of S3 Batch Operations. */
export interface JobWords {
  readonly begun: (job: { id: string; objects: number; command: string }) => string;
  /** Jobs of earlier runs are still at work, by the commands that follow them. */
  readonly active: (follow: readonly string[]) => string;
  /** A job as it stands. */
  readonly line: (job: {
    created: string;
    id: string;
    status: string;
    done: number;
    total: number;
    failed: number;
    description: string;
  }) => string;
  readonly none: string;
  /** What a run would take with one engine. */
  readonly engine: (estimate: {
    engine: "run" | "s3-batch";
    jobs: number;
    dollars: string;
    leastSeconds: number;
  }) => string;
}
